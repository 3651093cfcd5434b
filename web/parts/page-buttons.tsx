import type { ReactNode } from 'react'
import { useSpeaker } from '../texts/language.tsx'

/** Previous and next page of rows. Disabled ends stay focusable, so the focus is never lost. */
export function PageButtons({
  page,
  pages,
  onTurn,
}: {
  readonly page: number
  readonly pages: number
  readonly onTurn: (page: number) => void
}): ReactNode {
  const { say, number } = useSpeaker()
  if (pages <= 1) return null
  const turn = (to: number): void => {
    if (to >= 1 && to <= pages) onTurn(to)
  }
  return (
    <nav aria-label={say('rows.pages')} className="pages">
      <button type="button" aria-disabled={page <= 1} onClick={() => turn(page - 1)}>
        {say('rows.previous')}
      </button>
      <span>{say('rows.page', { page: number(page), pages: number(pages) })}</span>
      <button type="button" aria-disabled={page >= pages} onClick={() => turn(page + 1)}>
        {say('rows.next')}
      </button>
    </nav>
  )
}

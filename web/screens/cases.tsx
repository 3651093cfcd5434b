import { useEffect, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { CaseListView } from '../../src/domain/views.ts'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Page } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'
import { CaseFilters } from './case-filters.tsx'
import { CaseTable } from './case-table.tsx'
import { useCaseQuery } from './case-query.ts'

/** Every case: search, filter, sort, and open one. */
export function CasesScreen(): ReactNode {
  const { say } = useSpeaker()
  const { query, change } = useCaseQuery()
  const answer = useAnswer<CaseListView>(`/api/cases?${new URLSearchParams(query).toString()}`)
  const area = useRef<HTMLDivElement>(null)
  useSlashKey(area)
  const list = answer.data
  const found =
    list === undefined
      ? ''
      : say('cases.found', {
          cases: say('count.cases', { n: list.total.cases }),
          persons: say('count.persons', { n: list.total.persons }),
        })
  const isFiltered = ['query', 'status', 'priority', 'state'].some((key) => key in query)
  return (
    <Page title={say('page.cases')}>
      <div ref={area} onKeyDown={moveBetweenRows}>
        <CaseFilters query={query} change={change} />
        <p role="status" className="found">
          {answer.isPending ? say('state.loading') : found}
        </p>
        {answer.error !== null && <PageState query={answer} />}
        {list !== undefined && list.rows.length === 0 && <Nothing isFiltered={isFiltered} />}
        {list !== undefined && list.rows.length > 0 && (
          <>
            <CaseTable
              rows={list.rows}
              query={query}
              change={change}
              isOld={answer.isPlaceholderData}
            />
            <PageButtons
              page={list.page}
              pages={Math.ceil(list.total.cases / list.pageSize)}
              onTurn={(page) => change({ page: String(page) })}
            />
            <p className="help keys">{say('cases.keys')}</p>
          </>
        )}
      </div>
    </Page>
  )
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  const { say } = useSpeaker()
  if (isFiltered) return <p>{say('cases.none')}</p>
  return (
    <p>
      {say('cases.empty')} <code dir="ltr">onward import register FILE</code>
    </p>
  )
}

/** `/` goes to the search from anywhere on the page but a field. */
function useSlashKey(area: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input,select')
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      area.current?.querySelector<HTMLInputElement>('input[type=search]')?.select()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [area])
}

/** Up and down go from row to row; from the search down into the first row, and back. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || event.target instanceof HTMLSelectElement) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody th a')]
  const search = event.currentTarget.querySelector<HTMLElement>('input[type=search]')
  const here = links.findIndex((link) => link.closest('tr')?.contains(event.target as Node))
  if (here < 0 && event.target !== search) return
  event.preventDefault()
  const next = here + step
  ;(next < 0 ? search : links[Math.min(next, links.length - 1)])?.focus()
}

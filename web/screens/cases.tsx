import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { CaseListView } from '../../src/domain/views.ts'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Page } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'
import { CaseExport } from './case-export.tsx'
import { CaseFilters } from './case-filters.tsx'
import { CaseTable } from './case-table.tsx'
import { useCaseQuery } from './case-query.ts'

/** Every case: search, filter, sort, and open one. */
export function CasesScreen(): ReactNode {
  const { say } = useSpeaker()
  const { query, change } = useCaseQuery()
  const answer = useAnswer<CaseListView>('/api/cases/search', query)
  const area = useRef<HTMLDivElement>(null)
  useKeys(area)
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
      <div ref={area}>
        <CaseFilters query={query} change={change} />
        <p role="status" className="found">
          {answer.isPending ? say('state.loading') : found}
        </p>
        <CaseExport query={query} />
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
      {say('cases.empty')} <code dir="ltr">npx onward import register FILE</code>
    </p>
  )
}

/** `/` goes to the search from anywhere on the page but a field; arrows go from row to row. */
function useKeys(area: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event
      if (area.current === null || !(target instanceof HTMLElement)) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '/' && target.closest('input,select') === null) {
        event.preventDefault()
        area.current.querySelector<HTMLInputElement>('input[type=search]')?.select()
      }
      if (area.current.contains(target)) moveBetweenRows(event, area.current, target)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [area])
}

/** From the search down into the first row, from row to row, and back up. */
function moveBetweenRows(event: KeyboardEvent, area: HTMLElement, target: HTMLElement): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || target instanceof HTMLSelectElement) return
  const links = [...area.querySelectorAll<HTMLElement>('tbody th a')]
  const search = area.querySelector<HTMLElement>('input[type=search]')
  const here = links.findIndex((link) => link.closest('tr')?.contains(target))
  if (here < 0 && target !== search) return
  event.preventDefault()
  const next = here + step
  const goal = next < 0 ? search : links[Math.min(next, links.length - 1)]
  goal?.focus()
}

import type { ReactNode } from 'react'
import type { CaseRow, CaseSort } from '../../src/domain/views.ts'
import { CaseLink, Count, Day, PriorityMark, Ref, Series } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'
import type { CaseQueryState, ChangeQuery } from './case-query.ts'

/** Each order has one direction, the one that asks for action first. */
const DIRECTION: Readonly<Record<CaseSort, 'ascending' | 'descending'>> = {
  case: 'ascending',
  status: 'ascending',
  waiting: 'descending',
  priority: 'descending',
  persons: 'descending',
}

interface Props {
  readonly rows: readonly CaseRow[]
  readonly query: CaseQueryState
  readonly change: ChangeQuery
  /** A newer answer is on its way. */
  readonly isOld: boolean
}

/** The rows as a table; on a narrow screen each row becomes a card (the roles keep its meaning). */
export function CaseTable({ rows, query, change, isOld }: Props): ReactNode {
  const { say } = useSpeaker()
  const sorted = query.sort ?? 'waiting'
  const header = (sort: CaseSort): ReactNode => (
    <th role="columnheader" scope="col" aria-sort={sorted === sort ? DIRECTION[sort] : 'none'}>
      <button type="button" className="sort" onClick={() => change({ sort })}>
        {say(`sort.${sort}`)}
        <span aria-hidden="true">{sortMark(sorted === sort, DIRECTION[sort])}</span>
      </button>
    </th>
  )
  return (
    <table role="table" className="stack" aria-label={say('cases.table')} aria-busy={isOld}>
      <thead role="rowgroup">
        <tr role="row">
          {header('case')}
          <th role="columnheader" scope="col">
            {say('column.principal')}
          </th>
          {header('status')}
          {header('waiting')}
          {header('priority')}
          {header('persons')}
          <th role="columnheader" scope="col">
            {say('column.category')}
          </th>
          <th role="columnheader" scope="col">
            {say('column.state')}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.case} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function sortMark(isSorted: boolean, direction: 'ascending' | 'descending'): string {
  if (!isSorted) return ''
  return direction === 'ascending' ? ' ▲' : ' ▼'
}

function Row({ row }: { readonly row: CaseRow }): ReactNode {
  const { say, state } = useSpeaker()
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <CaseLink reference={row.case} />
      </th>
      <td role="cell" data-label={say('column.principal')}>
        <bdi>{row.principal}</bdi>
      </td>
      <td role="cell" data-label={say('column.status')}>
        {say(`status.${row.status}`)}
        <small>
          {' '}
          <Day date={row.statusSince} />
        </small>
      </td>
      <td role="cell" data-label={say('column.waiting')}>
        <Count of="days" value={row.waitingDays} />
      </td>
      <td role="cell" data-label={say('column.priority')}>
        <PriorityMark priority={row.priority} />
      </td>
      <td role="cell" data-label={say('column.persons')}>
        <Count of="persons" value={row.persons} />
      </td>
      <td role="cell" data-label={say('column.category')}>
        <Categories row={row} />
      </td>
      <td role="cell" data-label={say('column.state')}>
        {row.state !== undefined && state(row.state)}
        {row.offer !== undefined && (
          <small>
            {' '}
            <Ref>{row.offer}</Ref>
          </small>
        )}
      </td>
    </tr>
  )
}

function Categories({ row }: { readonly row: CaseRow }): ReactNode {
  const { say } = useSpeaker()
  const codes = [row.primary, row.secondary].filter((code) => code !== undefined)
  return (
    <Series
      items={codes.map((code) => (
        <abbr key={code} title={say(`category.${code}`)}>
          {code}
        </abbr>
      ))}
    />
  )
}

import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Issue } from '../../src/domain/errors.ts'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { StackTable } from '../parts/stack-table.tsx'
import { English } from '../parts/words.tsx'
import type { TextKey } from '../texts/en.ts'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { ImportAnswer, ImportChange } from './use-import.ts'

interface Props {
  readonly seen: ImportAnswer
}

const COUNTS = [
  'newPersons',
  'changedPersons',
  'samePersons',
  'newCases',
  'changedCases',
  'sameCases',
  'newOffers',
  'changedOffers',
  'sameOffers',
] as const

export function ImportCounts({ seen }: Props): ReactNode {
  const { say, number } = useSpeaker()
  return (
    <>
      <p>
        <Text name="imports.rows" values={{ file: <bdi>{seen.file}</bdi>, n: seen.rows }} />
      </p>
      <ul>
        {COUNTS.filter((key) => seen.counts[key] !== undefined).map((key) => (
          <li key={key}>{say(`imports.count.${key}`, { n: number(seen.counts[key] ?? 0) })}</li>
        ))}
      </ul>
    </>
  )
}

const ISSUES_SHOWN = 100

/** What stops the import, then what a person should look at, by row and column of the file. */
export function ImportIssues({
  seen,
  onErrorFile,
}: Props & { readonly onErrorFile: () => void }): ReactNode {
  const { say } = useSpeaker()
  const { problems, problemCount } = seen
  // Headers that are guessed stand beside the columns, with a button.
  const warnings = seen.warnings.filter((one) => one.code !== 'unsure_header')
  return (
    <>
      {problemCount > 0 && (
        <div className="problem">
          <IssueTable name="imports.problems" issues={problems} count={problemCount} />
          <p>{say('imports.problemsHelp')}</p>
          <p>
            <button type="button" onClick={onErrorFile}>
              {say('imports.errorFile')}
            </button>
          </p>
        </div>
      )}
      {warnings.length > 0 && (
        <IssueTable name="imports.warnings" issues={warnings} count={warnings.length} />
      )}
    </>
  )
}

function IssueTable({
  name,
  issues,
  count,
}: {
  readonly name: TextKey & ('imports.problems' | 'imports.warnings')
  readonly issues: readonly Issue[]
  readonly count: number
}): ReactNode {
  const { say, number } = useSpeaker()
  const title = say(name, { n: number(count) })
  const more = count - Math.min(issues.length, ISSUES_SHOWN)
  return (
    <>
      <h3>{title}</h3>
      <Scroller label={title}>
        <StackTable
          label={title}
          columns={(['row', 'column', 'whatIsWrong'] as const).map((one) => say(`imports.${one}`))}
        >
          {issues.slice(0, ISSUES_SHOWN).map((issue, at) => (
            // One row of a file can have the same fault twice: the position tells them apart.
            <tr key={`${at} ${issue.code}`} role="row">
              <th role="rowheader" scope="row">
                {issue.row === undefined ? '–' : say('imports.rowNumber', { n: number(issue.row) })}
              </th>
              <td role="cell" data-label={say('imports.column')}>
                <bdi>{issue.column ?? '–'}</bdi>
              </td>
              <td role="cell" data-label={say('imports.whatIsWrong')} className="prose">
                <English>{issue.message}</English>
              </td>
            </tr>
          ))}
        </StackTable>
      </Scroller>
      {more > 0 && <p className="help">{say('imports.moreRows', { n: number(more) })}</p>}
    </>
  )
}

const CHANGES_ON_PAGE = 20

/** Every change, field by field, with the row that says so; a page at a time. */
export function ImportChanges({ seen }: Props): ReactNode {
  const { say, number } = useSpeaker()
  const [page, setPage] = useState(1)
  const { changes, changeCount } = seen
  if (changeCount === 0) return seen.problemCount === 0 ? <p>{say('imports.noChanges')}</p> : null
  const shown = changes.slice((page - 1) * CHANGES_ON_PAGE, page * CHANGES_ON_PAGE)
  const title = say('imports.changes')
  return (
    <>
      <h3>{title}</h3>
      {changes.length < changeCount && (
        <p className="help">
          {say('imports.changesShown', {
            shown: number(changes.length),
            n: number(changeCount),
          })}
        </p>
      )}
      <Scroller label={title}>
        <table role="table" className="stack" aria-label={title}>
          <thead role="rowgroup">
            <tr role="row">
              {(
                [
                  'imports.row',
                  'imports.what',
                  'imports.id',
                  'imports.field',
                  'imports.before',
                  'imports.after',
                ] as const
              ).map((key) => (
                <th key={key} role="columnheader" scope="col">
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          {shown.map((change) => (
            <ChangeRows key={`${change.kind} ${change.id}`} change={change} />
          ))}
        </table>
      </Scroller>
      <PageButtons
        page={page}
        pages={Math.ceil(changes.length / CHANGES_ON_PAGE)}
        onTurn={setPage}
      />
    </>
  )
}

function ChangeRows({ change }: { readonly change: ImportChange }): ReactNode {
  const { say, number } = useSpeaker()
  const { kind, id, row, isNew, fields } = change
  const what = say(`imports.entity.${kind}`)
  return (
    <tbody role="rowgroup">
      {fields.map(({ field, before, after }) => (
        <tr key={field} role="row">
          <th role="rowheader" scope="row">
            {say('imports.rowNumber', { n: number(row) })}
          </th>
          <td role="cell" data-label={say('imports.what')}>
            {isNew ? `${what} (${say('imports.new')})` : what}
          </td>
          <td role="cell" data-label={say('imports.id')}>
            <bdi>{id}</bdi>
          </td>
          <td role="cell" data-label={say('imports.field')}>
            <bdi className="ref">{field}</bdi>
          </td>
          <td role="cell" data-label={say('imports.before')}>
            <bdi>{before ?? '–'}</bdi>
          </td>
          <td role="cell" data-label={say('imports.after')}>
            <bdi>{after ?? '–'}</bdi>
          </td>
        </tr>
      ))}
    </tbody>
  )
}

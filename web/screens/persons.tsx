import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type { PersonListView, PersonRow } from '../../src/domain/person-views.ts'
import { Birth } from '../parts/birth.tsx'
import { NameNotes, Names } from '../parts/names.tsx'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Page } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { StackTable } from '../parts/stack-table.tsx'
import { useAsked } from '../parts/use-asked.ts'
import { CaseLink, PersonLink, Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** Every person, once however many records they have: search in any script, open, register. */
export function PersonsScreen(): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const [params, setParams] = useAsked()
  const query = params.get('query') ?? ''
  const page = params.get('page') ?? '1'
  const answer = useAnswer<PersonListView>('/api/persons/search', { query, page })
  const list = answer.data
  const change = (parts: Readonly<Record<string, string>>): void =>
    setParams(new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== '')))
  return (
    <Page title={say('page.persons')}>
      <search>
        <form className="filters" onSubmit={(event) => event.preventDefault()}>
          <SearchField
            asked={query}
            help={say('persons.searchHelp')}
            onRest={(text) => change({ query: text })}
          />
          {mayDo(account.role, 'person.register') && (
            <Link href="/persons/new" className="action">
              {say('persons.register')}
            </Link>
          )}
        </form>
      </search>
      <p role="status" className="found">
        {answer.isPending && say('state.loading')}
        {list !== undefined &&
          say('persons.found', { persons: say('count.persons', { n: list.total.persons }) })}
      </p>
      {answer.error !== null && <PageState query={answer} />}
      {list !== undefined && list.rows.length === 0 && <p>{say('persons.none')}</p>}
      {list !== undefined && list.rows.length > 0 && (
        <>
          <PersonTable rows={list.rows} isOld={answer.isPlaceholderData} />
          <PageButtons
            page={list.page}
            pages={Math.ceil(list.total.persons / list.pageSize)}
            onTurn={(next) => change({ query, page: String(next) })}
          />
        </>
      )}
    </Page>
  )
}

/** Persons as a table; on a narrow screen each row becomes a card. */
function PersonTable({
  rows,
  isOld,
}: {
  readonly rows: readonly PersonRow[]
  readonly isOld: boolean
}): ReactNode {
  const { say } = useSpeaker()
  const columns = ['person', 'name', 'birth', 'sex', 'household', 'case'] as const
  return (
    <StackTable
      label={say('page.persons')}
      columns={columns.map((one) => say(`persons.${one}`))}
      isBusy={isOld}
    >
      {rows.map((row) => (
        <tr key={row.person} role="row">
          <th role="rowheader" scope="row">
            <PersonLink reference={row.person} />
          </th>
          <td role="cell" data-label={say('persons.name')}>
            <Names names={row.names} />
            <NameNotes names={row.names} />
            {row.alsoRecordedAs.length > 0 && (
              <small className="name-note">
                {say('persons.alsoRecordedAs')}:{' '}
                {row.alsoRecordedAs.map((one) => (
                  <Ref key={one}>{`${one} `}</Ref>
                ))}
              </small>
            )}
          </td>
          <td role="cell" data-label={say('persons.birth')}>
            <Birth birth={row.birth} />
          </td>
          <td role="cell" data-label={say('persons.sex')}>
            {say(`sex.${row.sex}`)}
          </td>
          <td role="cell" data-label={say('persons.household')}>
            {row.household === undefined ? '–' : <Ref>{row.household}</Ref>}
          </td>
          <td role="cell" data-label={say('persons.case')}>
            {row.case === undefined ? '–' : <CaseLink reference={row.case.case} />}
          </td>
        </tr>
      ))}
    </StackTable>
  )
}

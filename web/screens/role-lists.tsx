import type { ReactNode } from 'react'
import type {
  PatientsView,
  PatientView,
  ResearchView,
  TravellersView,
  TravellerView,
} from '../../src/domain/role-views.ts'
import { useSearchParams } from 'wouter'
import { Birth } from '../parts/birth.tsx'
import { Names } from '../parts/names.tsx'
import { PageButtons } from '../parts/page-buttons.tsx'
import { PageState } from '../parts/page-state.tsx'
import { Page } from '../parts/page.tsx'
import { StackTable } from '../parts/stack-table.tsx'
import { Day, Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'

interface Column<Row> {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
}

/** For movement: accepted members until they arrive. */
export function TravellersScreen(): ReactNode {
  const { say, state, list } = useSpeaker()
  const answer = useAnswer<TravellersView>('/api/travellers')
  const columns: readonly Column<TravellerView>[] = [
    { name: say('persons.name'), cell: (row) => <Names names={row.names} /> },
    { name: say('persons.case'), cell: (row) => <Ref>{row.case}</Ref> },
    { name: say('travellers.state'), cell: (row) => state(row.state) },
    { name: say('travellers.outcome'), cell: (row) => say(`outcome.${row.outcome}`) },
    { name: say('travellers.travelOn'), cell: (row) => <Day date={row.travelOn} /> },
    {
      name: say('travellers.pickUp'),
      cell: (row) => (row.pickUp === undefined ? '–' : say(`location.${row.pickUp}`)),
    },
    {
      name: say('travellers.needs'),
      cell: (row) => list(row.travelNeeds.map((need) => say(`need.${need}`))) || '–',
    },
    {
      name: say('travellers.checks'),
      cell: (row) =>
        list(
          row.checks.map(
            (one) => `${say(`check.${one.kind}`)}: ${say(`checkStatus.${one.status}`)}`,
          ),
        ) || '–',
    },
  ]
  return (
    <PersonsOf page="travellers" answer={answer} columns={columns} keyOf={(row) => row.person} />
  )
}

/** For the medical team: who was referred to it. */
export function PatientsScreen(): ReactNode {
  const { say, list } = useSpeaker()
  const answer = useAnswer<PatientsView>('/api/patients')
  const columns: readonly Column<PatientView>[] = [
    { name: say('persons.name'), cell: (row) => <Names names={row.names} /> },
    { name: say('persons.birth'), cell: (row) => <Birth birth={row.birth} /> },
    {
      name: say('patients.needs'),
      cell: (row) => list(row.medicalNeeds.map((need) => say(`need.${need}`))) || '–',
    },
    {
      name: say('patients.place'),
      cell: (row) => say(row.needsMedicalPlace ? 'word.yes' : 'word.no'),
    },
    {
      name: say('check.medical'),
      cell: (row) => (row.check === undefined ? '–' : say(`checkStatus.${row.check.status}`)),
    },
    { name: say('patients.expires'), cell: (row) => <Day date={row.check?.expires} /> },
  ]
  return <PersonsOf page="patients" answer={answer} columns={columns} keyOf={(row) => row.person} />
}

/** For analysts: the register under pseudonyms. */
export function ResearchScreen(): ReactNode {
  const { say } = useSpeaker()
  const [params, setParams] = useSearchParams()
  const answer = useAnswer<ResearchView>(`/api/research?page=${params.get('page') ?? '1'}`)
  const found = answer.data
  const columns: readonly Column<ResearchView['rows'][number]>[] = [
    { name: say('persons.sex'), cell: (row) => say(`sex.${row.sex}`) },
    { name: say('research.age'), cell: (row) => <Ref>{row.ageBand}</Ref> },
    { name: say('persons.registeredOn'), cell: (row) => row.registeredYear ?? '–' },
    {
      name: say('research.status'),
      cell: (row) => (row.caseStatus === undefined ? '–' : say(`status.${row.caseStatus}`)),
    },
    { name: say('research.category'), cell: (row) => row.primary ?? '–' },
  ]
  return (
    <PersonsOf
      page="research"
      answer={answer}
      columns={columns}
      keyOf={(row) => row.pseudonym.slice(0, 12)}
    >
      {found !== undefined && (
        <PageButtons
          page={found.page}
          pages={Math.ceil(found.total.persons / found.pageSize)}
          onTurn={(page) => setParams(new URLSearchParams({ page: String(page) }))}
        />
      )}
    </PersonsOf>
  )
}

/** A table of persons; on a narrow screen each row becomes a card. */
function PersonsOf<Row>({
  page,
  answer,
  columns,
  keyOf,
  children,
}: {
  readonly page: 'travellers' | 'patients' | 'research'
  readonly answer: ReturnType<
    typeof useAnswer<{
      readonly total: { readonly persons: number }
      readonly rows: readonly Row[]
    }>
  >
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  readonly children?: ReactNode
}): ReactNode {
  const { say } = useSpeaker()
  const found = answer.data
  return (
    <Page title={say(`page.${page}`)}>
      <p>{say(`${page}.help`)}</p>
      <p role="status" className="found">
        {answer.isPending && say('state.loading')}
        {found !== undefined &&
          say('persons.found', { persons: say('count.persons', { n: found.total.persons }) })}
      </p>
      {answer.error !== null && <PageState query={answer} />}
      {found !== undefined && found.rows.length > 0 && (
        <StackTable
          label={say(`page.${page}`)}
          columns={[
            say(page === 'research' ? 'research.pseudonym' : 'persons.person'),
            ...columns.map((column) => column.name),
          ]}
        >
          {found.rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              <th role="rowheader" scope="row">
                <Ref>{keyOf(row)}</Ref>
              </th>
              {columns.map((column) => (
                <td key={column.name} role="cell" data-label={column.name}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </StackTable>
      )}
      {children}
    </Page>
  )
}

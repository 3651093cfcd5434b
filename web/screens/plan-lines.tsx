import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { PlanLineView, PlanView } from '../../src/domain/views.ts'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Section } from '../parts/page.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { Choice } from './case-filters.tsx'
import { ApprovalResult } from './plan-approval-result.tsx'
import { Approval } from './plan-approval.tsx'
import { PlanLine } from './plan-line.tsx'
import type { PlanWork } from './use-plan.ts'

const ROWS = 100

interface Props {
  readonly plan: PlanView
  readonly work: PlanWork
}

/** The lines in pages of a hundred: a plan of thousands stays quick, and every row is a real row. */
export function PlanLines({ plan, work }: Props): ReactNode {
  const { say } = useSpeaker()
  const [filter, setFilter] = useState<Filter>({ find: '', offer: '', change: '' })
  const [page, setPage] = useState(1)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const asked = useDeferredValue(filter)
  const found = useMemo(
    () => plan.lines.filter((line) => matches(line, asked)),
    [plan.lines, asked],
  )
  const chosen = useMemo(
    () => plan.lines.filter((line) => selected.has(line.case) && line.approvedBy === undefined),
    [plan.lines, selected],
  )
  const pages = Math.ceil(found.length / ROWS)
  const shown = Math.min(page, Math.max(1, pages))
  const rows = found.slice((shown - 1) * ROWS, shown * ROWS)
  // Stable, so that a row is drawn again only when it changes itself.
  const select = useCallback((cases: readonly string[], isOn: boolean) => {
    setSelected((before) =>
      isOn
        ? new Set([...before, ...cases])
        : new Set([...before].filter((one) => !cases.includes(one))),
    )
  }, [])
  return (
    <Section title={say('plan.lines')} help={say('plan.inYourName')}>
      <ApprovalResult approve={work.approve} />
      <LineFilters
        plan={plan}
        filter={filter}
        change={(parts) => {
          setFilter({ ...filter, ...parts })
          setPage(1)
        }}
      />
      <p role="status" className="found">
        {found.length === 0
          ? say('plan.linesNone')
          : say('plan.linesShown', { n: say('count.lines', { n: found.length }) })}
      </p>
      {rows.length > 0 && <LineTable rows={rows} selected={selected} select={select} work={work} />}
      <PageButtons page={shown} pages={pages} onTurn={setPage} />
      <Approval
        lines={chosen}
        madeBy={plan.madeBy}
        work={work}
        onApproved={({ submitted }) => select(submitted, false)}
      />
    </Section>
  )
}

interface Filter {
  readonly find: string
  readonly offer: string
  readonly change: string
}

function matches(line: PlanLineView, { find, offer, change }: Filter): boolean {
  if (find !== '' && !line.case.toLowerCase().includes(find.trim().toLowerCase())) return false
  if (offer !== '' && line.offer !== offer) return false
  if (change === 'locked') return line.locked
  return change === '' || line.change === change
}

function LineFilters({
  plan,
  filter,
  change,
}: {
  readonly plan: PlanView
  readonly filter: Filter
  readonly change: (parts: Partial<Filter>) => void
}): ReactNode {
  const { say, state } = useSpeaker()
  const offers = plan.offers.map(
    (one) => [one.offer, `${state(one.state)} · ${one.offer}`] as const,
  )
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      <label className="grow">
        <span>{say('plan.find')}</span>
        <input
          type="search"
          dir="auto"
          autoComplete="off"
          value={filter.find}
          onChange={(event) => change({ find: event.target.value })}
        />
      </label>
      <Choice
        label={say('plan.filterOffer')}
        value={filter.offer || undefined}
        options={offers}
        onChoose={(offer) => change({ offer })}
      />
      <Choice
        label={say('plan.filterChange')}
        value={filter.change || undefined}
        options={[
          ...(['same', 'new', 'moved'] as const).map(
            (code) => [code, say(`change.${code}`)] as const,
          ),
          ['locked', say('plan.filterLocked')],
        ]}
        onChoose={(code) => change({ change: code })}
      />
    </form>
  )
}

function LineTable({
  rows,
  selected,
  select,
  work,
}: {
  readonly rows: readonly PlanLineView[]
  readonly selected: ReadonlySet<string>
  readonly select: (cases: readonly string[], isOn: boolean) => void
  readonly work: PlanWork
}): ReactNode {
  const { say } = useSpeaker()
  const open = rows.filter((line) => line.approvedBy === undefined).map((line) => line.case)
  const heads = [
    say('column.case'),
    say('column.priority'),
    say('column.persons'),
    say('column.offer'),
    say('plan.change'),
    say('plan.why'),
    say('plan.actions'),
  ]
  return (
    <table role="table" className="stack lines" aria-label={say('plan.lines')}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" aria-label={say('plan.selectPage')}>
            <label>
              <input
                type="checkbox"
                checked={open.length > 0 && open.every((one) => selected.has(one))}
                onChange={(event) => select(open, event.target.checked)}
              />
              <span className="narrow-only">{say('plan.selectPage')}</span>
            </label>
          </th>
          {heads.map((text) => (
            <th key={text} role="columnheader" scope="col">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((line) => (
          <PlanLine
            key={line.case}
            line={line}
            isSelected={selected.has(line.case)}
            isSolving={work.solve.isPending}
            select={select}
            solve={work.solve.mutate}
          />
        ))}
      </tbody>
    </table>
  )
}

import { useState } from 'react'
import type { ReactNode } from 'react'
import { AUDIT_KINDS } from '../../src/domain/audit.ts'
import type { AuditEntryView, AuditListView } from '../../src/domain/audit-views.ts'
import { Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { StackTable } from '../parts/stack-table.tsx'
import { Instant, Ref, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'
import { Choice } from './case-filters.tsx'

interface Filters {
  readonly actor: string
  readonly kind: string
  readonly subject: string
  readonly from: string
  readonly until: string
}

const NONE: Filters = { actor: '', kind: '', subject: '', from: '', until: '' }

/** The entries, the latest first, narrowed by who, what kind, when, and about whom. */
export function AuditEntries(): ReactNode {
  const { say } = useSpeaker()
  const [asked, setAsked] = useState(NONE)
  // Where each page that was turned to begins; the first begins nowhere.
  const [turned, setTurned] = useState<readonly string[]>([])
  const after = turned.at(-1) ?? ''
  const query = useAnswer<AuditListView>(
    `/api/audit/entries?${new URLSearchParams({ ...asked, after }).toString()}`,
  )
  const list = query.data
  const ask = (filters: Filters): void => {
    setTurned([])
    setAsked(filters)
  }
  const next = list?.next
  return (
    <Section title={say('audit.entries')}>
      <EntryFilters asked={asked} onAsk={ask} />
      {(list === undefined || query.error !== null) && <PageState query={query} />}
      {list !== undefined && query.error === null && (
        <>
          {list.entries.length === 0 && <p role="status">{say('audit.none')}</p>}
          {list.entries.length > 0 && (
            <EntryTable entries={list.entries} isOld={query.isPlaceholderData} />
          )}
          <nav aria-label={say('rows.pages')} className="pages">
            <button
              type="button"
              aria-disabled={turned.length === 0}
              onClick={() => setTurned(turned.slice(0, -1))}
            >
              {say('audit.newer')}
            </button>
            <button
              type="button"
              aria-disabled={next === undefined}
              onClick={() => {
                if (next !== undefined) setTurned([...turned, next])
              }}
            >
              {say('audit.older')}
            </button>
          </nav>
        </>
      )}
    </Section>
  )
}

function EntryFilters({
  asked,
  onAsk,
}: {
  readonly asked: Filters
  readonly onAsk: (filters: Filters) => void
}): ReactNode {
  const { say } = useSpeaker()
  const [draft, setDraft] = useState(asked)
  const field = (name: 'actor' | 'subject', label: string): ReactNode => (
    <label>
      <span>{label}</span>
      <input
        dir="ltr"
        value={draft[name]}
        maxLength={60}
        onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      />
    </label>
  )
  const day = (name: 'from' | 'until', label: string): ReactNode => (
    <label>
      <span>{label}</span>
      <input
        type="date"
        value={draft[name]}
        onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      />
    </label>
  )
  return (
    <search>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          onAsk(draft)
        }}
      >
        {field('actor', say('audit.who'))}
        <Choice
          label={say('audit.kind')}
          value={draft.kind === '' ? undefined : draft.kind}
          options={AUDIT_KINDS.map((kind) => [kind, say(`auditKind.${kind}`)] as const)}
          onChoose={(kind) => setDraft({ ...draft, kind })}
        />
        {field('subject', say('audit.about'))}
        {day('from', say('audit.from'))}
        {day('until', say('audit.until'))}
        <button type="submit">{say('audit.show')}</button>
        <button
          type="button"
          onClick={() => {
            setDraft(NONE)
            onAsk(NONE)
          }}
        >
          {say('cases.clear')}
        </button>
      </form>
    </search>
  )
}

function EntryTable({
  entries,
  isOld,
}: {
  readonly entries: readonly AuditEntryView[]
  readonly isOld: boolean
}): ReactNode {
  const { say } = useSpeaker()
  const columns = ['at', 'who', 'kind', 'action', 'about', 'facts'] as const
  return (
    <StackTable
      label={say('audit.entries')}
      columns={columns.map((one) => say(`audit.${one}`))}
      isBusy={isOld}
    >
      {entries.map((one) => (
        <tr key={one.entry} role="row">
          <th role="rowheader" scope="row">
            <Instant at={one.at} />
          </th>
          <td role="cell" data-label={say('audit.who')}>
            <Ref>{one.by}</Ref>
          </td>
          <td role="cell" data-label={say('audit.kind')}>
            {kindText(one.kind, say)}
          </td>
          <td role="cell" data-label={say('audit.action')}>
            <Ref>{one.action}</Ref>
          </td>
          <td role="cell" data-label={say('audit.about')}>
            <Subjects entry={one} />
          </td>
          <td role="cell" data-label={say('audit.facts')}>
            <Facts entry={one} />
          </td>
        </tr>
      ))}
    </StackTable>
  )
}

function kindText(kind: string, say: ReturnType<typeof useSpeaker>['say']): string {
  const known = AUDIT_KINDS.find((one) => one === kind)
  return known === undefined ? kind : say(`auditKind.${known}`)
}

const MOST_SHOWN = 6

function Subjects({ entry }: { readonly entry: AuditEntryView }): ReactNode {
  const { say, number } = useSpeaker()
  const more = entry.subjects.length - MOST_SHOWN
  if (entry.subjects.length === 0) return '–'
  return (
    <>
      <Series
        items={entry.subjects.slice(0, MOST_SHOWN).map(({ subject, reference }) => (
          // Who is not on file any more has no reference: the kind and the end of the id remain.
          <Ref key={subject}>{reference ?? subject.replace(/:.*(?=.{6}$)/, ' …')}</Ref>
        ))}
      />
      {more > 0 && ` ${say('audit.more', { n: number(more) })}`}
    </>
  )
}

function Facts({ entry }: { readonly entry: AuditEntryView }): ReactNode {
  const facts = Object.entries(entry.facts)
  if (facts.length === 0 && entry.purpose === undefined) return '–'
  return (
    <>
      {entry.purpose !== undefined && <bdi>{entry.purpose} </bdi>}
      {facts.map(([name, value]) => (
        <small key={name} className="name-note">
          <Ref>{`${name} ${String(value).slice(0, 24)}`}</Ref>
        </small>
      ))}
    </>
  )
}

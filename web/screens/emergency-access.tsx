import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type { BreakGlassView } from '../../src/domain/audit-views.ts'
import type { BreakGlassKind } from '../../src/domain/break-glass.ts'
import {
  BREAK_GLASS_KINDS,
  BREAK_GLASS_MINUTES,
  BREAK_GLASS_REASON,
} from '../../src/domain/break-glass.ts'
import { Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { StackTable } from '../parts/stack-table.tsx'
import { CaseLink, Instant, PersonLink, Ref } from '../parts/words.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

const PATH = '/api/break-glass'

/** Emergency access: asked for by who is at another site, looked at by who reviews. */
export function EmergencyAccess(): ReactNode {
  const { say } = useSpeaker()
  const { role } = useSession().account
  const query = useAnswer<{ readonly grants: readonly BreakGlassView[] }>(PATH)
  const grants = query.data?.grants
  const waiting = grants?.filter((one) => one.acknowledgedAt === undefined).length ?? 0
  const asks = mayDo(role, 'glass.break')
  return (
    <Section title={say('glass.title')} help={say(asks ? 'glass.help' : 'glass.reviewHelp')}>
      {asks && <AskForm />}
      {grants === undefined && <PageState query={query} />}
      {grants !== undefined && (
        <p role="status">
          {grants.length === 0 ? say('glass.none') : say('glass.waiting', { n: waiting })}
        </p>
      )}
      {grants !== undefined && grants.length > 0 && <GrantTable grants={grants} />}
    </Section>
  )
}

function AskForm(): ReactNode {
  const { say } = useSpeaker()
  const client = useQueryClient()
  const [params] = useSearchParams()
  const [kind, setKind] = useState<BreakGlassKind>(
    BREAK_GLASS_KINDS.find((one) => one === params.get('kind')) ?? 'case',
  )
  const [reference, setReference] = useState(params.get('reference') ?? '')
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState<number>(BREAK_GLASS_MINUTES.usual)
  const asking = useMutation({
    mutationFn: () => request<BreakGlassView>(PATH, { body: { kind, reference, reason, minutes } }),
    onSuccess: () => {
      setReason('')
      return client.invalidateQueries()
    },
  })
  return (
    <form
      className="filters"
      aria-label={say('glass.ask')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!asking.isPending) asking.mutate()
      }}
    >
      <label>
        <span>{say('glass.what')}</span>
        <select value={kind} onChange={(event) => setKind(event.target.value as BreakGlassKind)}>
          {BREAK_GLASS_KINDS.map((one) => (
            <option key={one} value={one}>
              {say(`glass.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{say('glass.reference')}</span>
        <input
          dir="ltr"
          required
          maxLength={40}
          value={reference}
          onChange={(event) => setReference(event.target.value)}
        />
      </label>
      <label>
        <span>{say('glass.minutes')}</span>
        <input
          type="number"
          required
          min={1}
          max={BREAK_GLASS_MINUTES.most}
          value={minutes}
          onChange={(event) => setMinutes(event.target.valueAsNumber)}
        />
      </label>
      <label className="whole">
        <span>{say('glass.reason')}</span>
        <textarea
          required
          dir="auto"
          rows={2}
          minLength={BREAK_GLASS_REASON.fewest}
          maxLength={BREAK_GLASS_REASON.most}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <button type="submit" aria-disabled={asking.isPending}>
        {say('glass.open')}
      </button>
      <div role="status" className="whole">
        {asking.data !== undefined && (
          <p className="notice">
            {say('glass.opened')} <GrantLink grant={asking.data} />
          </p>
        )}
      </div>
      {asking.error !== null && <Problem error={asking.error} />}
    </form>
  )
}

function GrantLink({ grant }: { readonly grant: BreakGlassView }): ReactNode {
  return grant.kind === 'case' ? (
    <CaseLink reference={grant.reference} />
  ) : (
    <PersonLink reference={grant.reference} />
  )
}

function GrantTable({ grants }: { readonly grants: readonly BreakGlassView[] }): ReactNode {
  const { say } = useSpeaker()
  const columns = ['what', 'site', 'by', 'openedAt', 'endsAt', 'reason', 'lookedAt'] as const
  return (
    <StackTable label={say('glass.title')} columns={columns.map((one) => say(`glass.${one}`))}>
      {grants.map((one) => (
        <tr key={one.grant} role="row">
          <th role="rowheader" scope="row">
            <GrantLink grant={one} />
          </th>
          <td role="cell" data-label={say('glass.site')}>
            <Ref>{one.site}</Ref>
          </td>
          <td role="cell" data-label={say('glass.by')}>
            <Ref>{one.by}</Ref>
          </td>
          <td role="cell" data-label={say('glass.openedAt')}>
            <Instant at={one.openedAt} />
          </td>
          <td role="cell" data-label={say('glass.endsAt')}>
            <Instant at={one.endsAt} /> {one.isOpen && <strong>{say('glass.isOpen')}</strong>}
          </td>
          <td role="cell" data-label={say('glass.reason')}>
            <bdi>{one.reason}</bdi>
          </td>
          <td role="cell" data-label={say('glass.lookedAt')}>
            <Steps grant={one} />
          </td>
        </tr>
      ))}
    </StackTable>
  )
}

function Steps({ grant }: { readonly grant: BreakGlassView }): ReactNode {
  const { say } = useSpeaker()
  const { role } = useSession().account
  const client = useQueryClient()
  const step = useMutation({
    mutationFn: (what: 'acknowledge' | 'end') =>
      request<BreakGlassView>(`${PATH}/${grant.grant}/${what}`, { body: {} }),
    onSuccess: () => client.invalidateQueries(),
  })
  const button = (what: 'acknowledge' | 'end'): ReactNode => (
    <button
      type="button"
      aria-label={say(`glass.${what}This`, { reference: grant.reference })}
      onClick={() => {
        if (!step.isPending) step.mutate(what)
      }}
    >
      {say(`glass.${what}`)}
    </button>
  )
  return (
    <>
      {grant.acknowledgedBy === undefined ? (
        mayDo(role, 'glass.review') ? (
          button('acknowledge')
        ) : (
          say('glass.notYet')
        )
      ) : (
        <Ref>{grant.acknowledgedBy}</Ref>
      )}{' '}
      {grant.isOpen && button('end')}
      {step.error !== null && <Problem error={step.error} />}
    </>
  )
}

import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import type { ClaimValue } from '../../src/domain/claim.ts'
import { STANCES, VALUE_KINDS } from '../../src/domain/claim.ts'
import type { BodyListView, ClaimView } from '../../src/domain/claim-views.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'

type Bound = 'low' | 'point' | 'high'

/** Which bounds a kind of number has. */
const BOUNDS: Readonly<Record<ClaimValue['kind'], readonly Bound[]>> = {
  exact: ['point'],
  about: ['point'],
  at_least: ['low'],
  at_most: ['high'],
  between: ['low', 'high'],
  unquantified: [],
  zero: [],
}

/** What a claim should have been; the claim itself stays on file. */
export function ReadingEdit({
  claim,
  onKeep,
  onCancel,
}: {
  readonly claim: ClaimView
  readonly onKeep: (correction: object) => void
  readonly onCancel: () => void
}): ReactNode {
  const { say } = useSpeaker()
  const [kind, setKind] = useState(claim.value.kind)
  const [stance, setStance] = useState(claim.stance)
  const [origin, setOrigin] = useState(claim.hops[0]?.agent ?? '')
  const [reason, setReason] = useState('')
  const [day, setDay] = useState(claim.asOf.to)
  const bodies = useAnswer<BodyListView>('/api/bodies').data?.bodies
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const bounds = BOUNDS[kind].map((bound) => [bound, Number(given.get(bound))] as const)
    onKeep({
      reason,
      value: { kind, ...Object.fromEntries(bounds) },
      stance,
      ...(day === claim.asOf.to ? {} : { asOf: { from: day, to: day } }),
      ...(origin === (claim.hops[0]?.agent ?? '')
        ? {}
        : { hops: [{ agent: origin, relation: 'says' }, ...claim.hops.slice(1)] }),
    })
  }
  return (
    <form className="filters" onSubmit={submit} aria-label={say('reading.edit')}>
      <label>
        <span>{say('reading.value')}</span>
        <select value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
          {VALUE_KINDS.map((one) => (
            <option key={one} value={one}>
              {say(`valueKind.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {BOUNDS[kind].map((bound) => (
        <label key={bound}>
          <span>{say(`reading.${bound}`)}</span>
          <input name={bound} type="number" min={0} required defaultValue={boundOf(claim, bound)} />
        </label>
      ))}
      <label>
        <span>{say('reading.stance')}</span>
        <select value={stance} onChange={(event) => setStance(event.target.value as typeof stance)}>
          {STANCES.map((one) => (
            <option key={one} value={one}>
              {say(`stance.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{say('reading.day')}</span>
        <input type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
      </label>
      <label>
        <span>{say('reading.who')}</span>
        <select value={origin} onChange={(event) => setOrigin(event.target.value)}>
          <option value="">{say('reading.unknownOrigin')}</option>
          {(bodies ?? []).map((body) => (
            <option key={body.handle} value={body.handle}>
              {body.names[0]?.text ?? body.handle}
            </option>
          ))}
        </select>
      </label>
      <label className="grow">
        <span>{say('reading.why')}</span>
        <input
          required
          maxLength={500}
          dir="auto"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <button type="submit" className="primary">
        {say('reading.keep')}
      </button>
      <button type="button" onClick={onCancel}>
        {say('reading.cancel')}
      </button>
    </form>
  )
}

/** The bound as it stands, or the number that is nearest to it. */
function boundOf({ value }: ClaimView, bound: Bound): number | undefined {
  const bounds = value as Partial<Record<Bound, number>>
  return bounds[bound] ?? bounds.point ?? bounds.low ?? bounds.high
}

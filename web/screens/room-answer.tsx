import { useState } from 'react'
import type { ReactNode } from 'react'
import type { StateActView, TransmissionView } from '../../src/domain/state-views.ts'
import { DEFERRAL_REASONS } from '../../src/domain/submission.ts'
import { Problem } from '../parts/page-state.tsx'
import { useSend } from '../request/use-send.ts'
import { useSpeaker } from '../texts/language.tsx'
import { ReasonKind } from './room-decision.tsx'

interface Props {
  readonly view: TransmissionView
  readonly path: string
  readonly onClosed: (message: string) => void
}

/** What the State can say of the whole submission as it stands. */
export function AnswerForm({ view, path, onClosed }: Props): ReactNode {
  const { say } = useSpeaker()
  const sending = useSend<StateActView, unknown>(`${path}/answer`)
  const send = (body: object): void => {
    if (sending.isPending) return
    sending.mutate(body, { onSuccess: ({ closed }) => closed && onClosed(say('room.closed')) })
  }
  const { status } = view
  const isOpen = status !== 'decided' && status !== 'review_requested'
  const plain = [
    ...(status === 'transmitted' ? (['acknowledge'] as const) : []),
    ...(status === 'transmitted' || status === 'acknowledged' ? (['consider'] as const) : []),
    ...(status === 'deferred' ? (['resume'] as const) : []),
  ]
  return (
    <>
      {plain.length > 0 && (
        <p className="buttons">
          {plain.map((answer) => (
            <button key={answer} type="button" onClick={() => send({ answer })}>
              {say(`answer.${answer}`)}
            </button>
          ))}
        </p>
      )}
      {isOpen && <Deferral status={status} send={send} />}
      {isOpen && <WithReason answer="return" send={send} />}
      {status === 'decided' && <WithReason answer="lapse" send={send} />}
      {sending.error !== null && <Problem error={sending.error} />}
    </>
  )
}

function Deferral({
  status,
  send,
}: {
  readonly status: TransmissionView['status']
  readonly send: (body: object) => void
}): ReactNode {
  const { say } = useSpeaker()
  const [why, setWhy] = useState<string>(DEFERRAL_REASONS[0])
  const [until, setUntil] = useState('')
  return (
    <details className="more">
      <summary>{say(status === 'deferred' ? 'room.prolong' : 'room.defer')}</summary>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          if (until !== '') send({ answer: 'defer', why, until })
        }}
      >
        <label>
          <span>{say('room.deferredWhy')}</span>
          <select value={why} onChange={(event) => setWhy(event.target.value)}>
            {DEFERRAL_REASONS.map((one) => (
              <option key={one} value={one}>
                {say(`deferral.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{say('room.until')}</span>
          <input
            type="date"
            required
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </label>
        <button type="submit" className="primary" aria-disabled={until === ''}>
          {say('answer.defer')}
        </button>
      </form>
    </details>
  )
}

function WithReason({
  answer,
  send,
}: {
  readonly answer: 'return' | 'lapse'
  readonly send: (body: object) => void
}): ReactNode {
  const { say } = useSpeaker()
  const [reasonKind, setReasonKind] = useState('')
  const isReady = answer === 'return' || reasonKind !== ''
  return (
    <details className="more">
      <summary>{say(`room.${answer}`)}</summary>
      <p className="help">{say(`room.${answer}Help`)}</p>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) send({ answer, ...(reasonKind === '' ? {} : { reasonKind }) })
        }}
      >
        <ReasonKind value={reasonKind} onChange={setReasonKind} />
        <button type="submit" aria-disabled={!isReady}>
          {say(`answer.${answer}`)}
        </button>
      </form>
    </details>
  )
}

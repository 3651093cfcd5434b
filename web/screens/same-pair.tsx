import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { mayDo } from '../../src/domain/access.ts'
import type { PairView } from '../../src/domain/person-views.ts'
import type { Verdict } from '../../src/domain/same-person.ts'
import { VERDICTS } from '../../src/domain/same-person.ts'
import { BandMark, Evidence } from '../parts/evidence.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { English, Instant, Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import { Compare } from './same-compare.tsx'
import type { Said } from './use-judge.ts'
import { pairAddress, useJudge } from './use-judge.ts'

const KEYS: Readonly<Record<string, Verdict>> = { s: 'same', d: 'different', u: 'unsure' }

/** Two records on a page of their own. */
export function SamePairScreen({
  left,
  right,
}: {
  readonly left: string
  readonly right: string
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <Page title={say('same.pairTitle')}>
      <SamePair left={left} right={right} />
    </Page>
  )
}

/** Two records side by side, why they may be one person, and a word on it, by key or by button. */
export function SamePair({
  left,
  right,
  onStep,
}: {
  readonly left: string
  readonly right: string
  readonly onStep?: (by: number) => void
}): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const query = useAnswer<PairView>(pairAddress(left, right))
  const judge = useJudge()
  const [reason, setReason] = useState('')
  const [last, setLast] = useState<Said>()
  // The pair before stays on the screen while the next one comes: no word may fall on it.
  const isHere = query.data?.left.person === left && query.data.right.person === right
  const pair = isHere ? query.data : undefined
  const isBusy = useRef(false)
  const mayJudge = mayDo(account.role, 'pair.judge')
  const tell = (said: Said): void => {
    if (isBusy.current || !mayJudge) return
    isBusy.current = true
    judge.mutate(said, {
      onSuccess: (answer) => {
        setReason('')
        setLast({ ...said, turn: answer.turn })
      },
      onSettled: () => {
        isBusy.current = false
      },
    })
  }
  const sayVerdict = (verdict: Verdict): void => {
    if (pair === undefined || pair.status === verdict) return
    if (pair.status !== 'open' && pair.status !== 'unsure') return
    if (verdict === 'same' && pair.hindrances.length > 0) return
    tell({ left, right, verdict, turn: pair.turn, ...(reason.trim() && { reason: reason.trim() }) })
  }
  const undoLast = (): void => {
    if (last !== undefined && last.verdict !== 'undo') tell({ ...last, verdict: 'undo' })
  }
  useKeys({ onVerdict: sayVerdict, onUndo: undoLast, ...(onStep && { onStep }) })
  return (
    <div className="pair">
      <div role="status" className="found">
        {judge.isPending && say('same.keeping')}
        {!judge.isPending && last !== undefined && <Kept last={last} onUndo={undoLast} />}
      </div>
      {judge.error !== null && <Problem error={judge.error} />}
      {pair === undefined && <PageState query={query} />}
      {pair !== undefined && (
        <>
          <h2>
            <Text
              name="same.twoRecords"
              values={{ left: <Ref>{left}</Ref>, right: <Ref>{right}</Ref> }}
            />{' '}
            <BandMark band={pair.band} />
          </h2>
          {pair.changed && <p className="notice">{say('same.changed')}</p>}
          <Hindrances pair={pair} />
          {mayJudge && <Verdicts pair={pair} onVerdict={sayVerdict} {...(onStep && { onStep })} />}
          {mayJudge && pair.status !== 'open' && (
            <p>
              {say('same.stands', { status: say(`pairStatus.${pair.status}`) })}{' '}
              <button
                type="button"
                onClick={() => tell({ left, right, verdict: 'undo', turn: pair.turn })}
              >
                {say('same.takeBack')}
              </button>
            </p>
          )}
          {mayJudge && (
            <label className="reason">
              <span>{say('same.reasonLabel')}</span>
              <input
                value={reason}
                dir="auto"
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
          )}
          <div className="pair-facts">
            <Section title={say('same.compare')}>
              <Compare left={pair.left} right={pair.right} />
            </Section>
            <Section title={say('same.why')} help={say('same.whyHelp')}>
              <Evidence evidence={pair} />
              <Judgements pair={pair} />
            </Section>
          </div>
        </>
      )}
    </div>
  )
}

function Kept({ last, onUndo }: { readonly last: Said; readonly onUndo: () => void }): ReactNode {
  const { say } = useSpeaker()
  const values = { left: <Ref>{last.left}</Ref>, right: <Ref>{last.right}</Ref> }
  if (last.verdict === 'undo') return <Text name="same.undone" values={values} />
  return (
    <>
      <Text name="same.kept" values={{ ...values, status: say(`pairStatus.${last.verdict}`) }} />{' '}
      <button type="button" aria-keyshortcuts="z" onClick={onUndo}>
        {say('same.undo')} <kbd>z</kbd>
      </button>
    </>
  )
}

function Hindrances({ pair }: { readonly pair: PairView }): ReactNode {
  const { say, word } = useSpeaker()
  if (pair.hindrances.length === 0 || pair.status === 'same') return null
  return (
    <div className="notice" id="hindrances">
      <p>{say('same.hindered')}</p>
      <ul>
        {pair.hindrances.map((one) => (
          <li key={one.message}>
            {word('hindrance', one.code)} <English>{one.message}</English>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Verdicts({
  pair,
  onVerdict,
  onStep,
}: {
  readonly pair: PairView
  readonly onVerdict: (verdict: Verdict) => void
  readonly onStep?: (by: number) => void
}): ReactNode {
  const { say } = useSpeaker()
  const isOpen = pair.status === 'open' || pair.status === 'unsure'
  return (
    <div className="verdicts" role="group" aria-label={say('same.question')}>
      {isOpen &&
        VERDICTS.map((verdict) => {
          const isHindered = verdict === 'same' && pair.hindrances.length > 0
          return (
            <button
              key={verdict}
              type="button"
              aria-keyshortcuts={verdict.slice(0, 1)}
              aria-disabled={isHindered}
              aria-describedby={isHindered ? 'hindrances' : undefined}
              aria-pressed={pair.status === verdict}
              onClick={() => onVerdict(verdict)}
            >
              {say(`verdict.${verdict}`)} <kbd>{verdict.slice(0, 1)}</kbd>
            </button>
          )
        })}
      {onStep !== undefined && (
        <button type="button" aria-keyshortcuts="n" onClick={() => onStep(1)}>
          {say('same.next')} <kbd>n</kbd>
        </button>
      )}
    </div>
  )
}

function Judgements({ pair }: { readonly pair: PairView }): ReactNode {
  const { say } = useSpeaker()
  if (pair.judgements.length === 0) return null
  return (
    <>
      <h3>{say('same.judgements')}</h3>
      <ol>
        {pair.judgements.map((one) => (
          <li key={`${one.at} ${one.verdict}`}>
            <strong>{say(`judgement.${one.verdict}`)}</strong>, <Ref>{one.by}</Ref>,{' '}
            <Instant at={one.at} />
            {one.reason !== undefined && (
              <>
                : <bdi>{one.reason}</bdi>
              </>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}

/** One key for each word, from anywhere but a field. Physical keys: they work in any layout. */
function useKeys(on: {
  readonly onVerdict: (verdict: Verdict) => void
  readonly onUndo: () => void
  readonly onStep?: (by: number) => void
}): void {
  const latest = useRef(on)
  useEffect(() => {
    latest.current = on
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      if (target instanceof HTMLElement && target.closest('input,select,textarea') !== null) return
      const isRtl = document.documentElement.dir === 'rtl'
      const key = keyOf(event)
      const verdict = KEYS[key]
      const forward = isRtl ? 'ArrowLeft' : 'ArrowRight'
      const back = isRtl ? 'ArrowRight' : 'ArrowLeft'
      if (verdict !== undefined) latest.current.onVerdict(verdict)
      else if (key === 'z') latest.current.onUndo()
      else if (key === 'n' || event.key === forward) latest.current.onStep?.(1)
      else if (event.key === back) latest.current.onStep?.(-1)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

/** The letter on the key, also under an Arabic or Persian layout. */
function keyOf(event: KeyboardEvent): string {
  return /^[a-z]$/i.test(event.key)
    ? event.key.toLowerCase()
    : event.code.replace('Key', '').toLowerCase()
}

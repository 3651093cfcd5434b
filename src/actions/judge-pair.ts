import { act } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { PairView } from '../domain/person-views.ts'
import type { PairStatus, Verdict } from '../domain/same-person.ts'
import { identityMark } from '../domain/same-person.ts'
import type { Tx } from '../storage/database.ts'
import { newId } from '../storage/ids.ts'
import type { Judgement, StoredPair } from '../storage/pairs.ts'
import { findPair, insertJudgement, listJudgements, pairIds, savePairs } from '../storage/pairs.ts'
import type { StoredPerson } from '../storage/persons.ts'
import type { Desk } from './desk.ts'
import { requireTwo, viewPair } from './get-pair.ts'
import { followJudgements, requireMergeable } from './merge-persons.ts'
import { toPair, weighTwo } from './weigh-persons.ts'

export interface AskedJudgement {
  /** References of two records. */
  readonly left: string
  readonly right: string
  readonly verdict: Verdict
  /** Judgements of the pair that whoever judges has seen; without it, whatever they are. */
  readonly turn?: number
  readonly reason?: string
}

/**
 * Keeps what a person says of two records. The same word said twice is kept once; another word on a
 * judged pair needs the first one taken back.
 */
export async function judgePair(desk: Desk, asked: AskedJudgement): Promise<PairView> {
  requireAccess(desk.actor, 'pair.judge')
  return act(desk, 'pair.judge', async (tx) => {
    const [left, right] = await requireTwo(tx, desk, asked.left, asked.right)
    await judgeTwo(tx, desk, left, right, asked)
    return viewPair(tx, desk, left, right)
  })
}

/** The same inside a transaction of the caller, who has checked access. */
export async function judgeTwo(
  tx: Tx,
  desk: Desk,
  left: StoredPerson,
  right: StoredPerson,
  asked: Pick<AskedJudgement, 'verdict' | 'turn' | 'reason'>,
): Promise<void> {
  const { verdict, turn, reason } = asked
  const pair = await requirePair(tx, desk, left, right)
  const judgements = await listJudgements(tx, pair)
  if (pair.status === verdict) return
  const last = judgements.at(-1)
  if (turn !== undefined && turn !== judgements.length) throw judgedMeanwhile(last)
  // "Unsure" asks for another word; the others stand until they are taken back.
  if (pair.status === 'same' || pair.status === 'different') throw judgedMeanwhile(last)
  if (verdict === 'same') await requireMergeable(tx, pair.aId, pair.bId)
  await keep(tx, desk, [left, right], pair, { turn: judgements.length + 1, verdict, reason })
  if (verdict === 'same') await followJudgements(tx, desk, [pair.aId, pair.bId], reason)
}

/** Takes the last judgement of a pair back; the pair waits again, and a merge ends. */
export async function undoJudgement(
  desk: Desk,
  asked: Pick<AskedJudgement, 'left' | 'right' | 'turn' | 'reason'>,
): Promise<PairView> {
  requireAccess(desk.actor, 'pair.judge')
  return act(desk, 'pair.judge', async (tx) => {
    const [left, right] = await requireTwo(tx, desk, asked.left, asked.right)
    const ids = pairIds(left.person.id, right.person.id)
    const pair = await findPair(tx, ids, true)
    const judgements = await listJudgements(tx, ids)
    const last = judgements.at(-1)
    const isSecondClick = asked.turn !== undefined && asked.turn === judgements.length - 1
    if (last?.verdict === 'withdrawn' && isSecondClick) return viewPair(tx, desk, left, right)
    if (pair === undefined || last === undefined || last.verdict === 'withdrawn')
      throw new DomainError(
        'conflict',
        'There is no judgement on these two records to take back. `onward same list` shows how pairs stand.',
      )
    if (asked.turn !== undefined && asked.turn !== judgements.length) throw judgedMeanwhile(last)
    const { reason } = asked
    const turn = judgements.length + 1
    await keep(tx, desk, [left, right], pair, { turn, verdict: 'withdrawn', reason })
    if (last.verdict === 'same') await followJudgements(tx, desk, [ids.aId, ids.bId], reason)
    return viewPair(tx, desk, left, right)
  })
}

/** The pair as it is kept, locked; one that no search found is weighed and kept now. */
async function requirePair(
  tx: Tx,
  desk: Desk,
  left: StoredPerson,
  right: StoredPerson,
): Promise<StoredPair> {
  const ids = pairIds(left.person.id, right.person.id)
  const kept = await findPair(tx, ids, true)
  if (kept !== undefined) return kept
  const persons = new Map<string, StoredPerson>([
    [left.person.id, left],
    [right.person.id, right],
  ])
  const match = await weighTwo(tx, left, right)
  await savePairs(tx, [toPair(match, persons, desk.now().toISOString())])
  const made = await findPair(tx, ids, true)
  if (made === undefined) throw new Error('A pair that was kept is not there.')
  return made
}

/** Keeps the judgement with the evidence that it was made on, and who the two were then. */
async function keep(
  tx: Tx,
  desk: Desk,
  persons: readonly StoredPerson[],
  { aId, bId, band, bits, why, rules }: StoredPair,
  said: {
    readonly turn: number
    readonly verdict: Judgement['verdict']
    readonly reason: string | undefined
  },
): Promise<void> {
  const mark = (id: string): string => {
    const stored = persons.find((one) => one.person.id === id)
    return stored === undefined ? '' : identityMark(stored.person)
  }
  const { turn, verdict, reason } = said
  const status: PairStatus = verdict === 'withdrawn' ? 'open' : verdict
  const judgement: Judgement = {
    id: newId<string>(),
    aId,
    bId,
    turn,
    verdict,
    actor: desk.actor.handle,
    recordedAt: desk.now().toISOString(),
    ...(reason === undefined ? {} : { reason }),
    rules,
    bits,
    band,
    why,
    aMark: mark(aId),
    bMark: mark(bId),
  }
  await insertJudgement(tx, judgement, status)
}

function judgedMeanwhile(last: Judgement | undefined): DomainError {
  const what = last === undefined ? 'nobody has judged it' : `${last.actor} said ${last.verdict}`
  return new DomainError(
    'conflict',
    `This pair stands otherwise than you saw it: ${what}. Look at it again; a judgement that stands is taken back first (\`onward same undo\`).`,
  )
}

import type { Reason } from '../domain/views.ts'
import type { PlacementConflict } from '../placement/in-order/result.ts'
import type { NamedProblem } from './build-problem.ts'
import { candidateOf } from './build-problem.ts'
import type { Proposal } from './propose.ts'
import { countOf, excludedReason } from './reasons.ts'

/** A proposal that places nobody, because these demands cannot be kept together. */
export function infeasible(conflict: readonly Reason[], seconds: number): Proposal {
  return {
    ...{ status: 'infeasible', levels: [], objective: [], bound: [], gap: 0, seconds },
    ...{ lines: [], unplaced: [], offers: [], conflict },
  }
}

/** Demands that cannot all hold, as few as possible, in words. */
export function conflictReasons(
  named: NamedProblem,
  { locks, groups, rows }: PlacementConflict['conflict'],
): readonly Reason[] {
  return [
    ...locks.map((item) => lockReason(named, item)),
    ...groups.map((group) => groupReason(named, group)),
    ...rows.map((row) => rowReason(named, row)),
  ]
}

function lockReason(named: NamedProblem, item: number): Reason {
  const { reference, facts, lockedTo } = candidateOf(named, item)
  const bin = named.offers.findIndex((open) => open.offer.id === lockedTo)
  const offer = named.offers[bin]?.offer.reference ?? ''
  const unfit = named.excluded[item]?.get(bin)?.[0]
  const persons = facts.size
  return {
    code: 'conflict_lock',
    text:
      `Case ${reference} (${countOf(persons, 'person', 'persons')}) is locked to ${offer}` +
      (unfit === undefined ? '.' : `, but ${excludedReason(unfit).text}.`),
    params: { case: reference, offer, persons, ...(unfit === undefined ? {} : { why: unfit }) },
  }
}

function groupReason(named: NamedProblem, group: number): Reason {
  const cases = named.candidates
    .filter((_, item) => named.problem.items[item]?.group === group)
    .map((one) => one.reference)
    .join(', ')
  return { code: 'conflict_group', text: `Hard links hold together: ${cases}.`, params: { cases } }
}

function rowReason(named: NamedProblem, row: number): Reason {
  const offer = named.rows[row]?.offer.offer.reference ?? ''
  const free = named.problem.rows[row]?.capacity ?? 0
  const params = { offer, free }
  if (named.rows[row]?.of === 'medical')
    return {
      code: 'conflict_row_medical',
      text: `${offer} has ${free} free for medical cases.`,
      params,
    }
  return { code: 'conflict_row', text: `${offer} has ${free} free.`, params }
}

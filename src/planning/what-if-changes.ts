import type { Reason, WhatIfChange } from '../domain/views.ts'
import type { NamedProblem } from './build-problem.ts'
import { candidateOf } from './build-problem.ts'

/** The English sentence for why a case would change its offer; screens translate by code. */
const WHY = {
  locked: 'you put it there',
  forbidden: 'you took it out of its offer',
  linked: 'a hard-linked case takes it along',
  moves_up: 'places that count more for it come free',
  gives_way: 'others need the places it has',
} as const

/** Cases that would change their offer: first those that were asked for, then by reference. */
export function changesOf(
  asked: NamedProblem,
  shown: readonly number[],
  after: readonly number[],
): readonly WhatIfChange[] {
  const moved = after.flatMap((bin, item) => (bin === shown[item] ? [] : [item]))
  const pulled = new Set(
    moved
      .filter((item) => isAsked(asked, item, shown[item]!))
      .flatMap((item) => asked.problem.items[item]!.group ?? []),
  )
  return moved
    .map((item): WhatIfChange => {
      const { reference, facts } = candidateOf(asked, item)
      const [from, to] = [shown[item]!, after[item]!].map(
        (bin) => asked.offers[bin]?.offer.reference,
      )
      return {
        case: reference,
        persons: facts.size,
        priority: facts.priority,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        why: whyOf(asked, item, { from: shown[item]!, to: after[item]! }, pulled),
      }
    })
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a.case < b.case ? -1 : 1))
}

const rankOf = ({ why }: WhatIfChange): number => Object.keys(WHY).indexOf(why.code)

function whyOf(
  asked: NamedProblem,
  item: number,
  { from, to }: { readonly from: number; readonly to: number },
  pulled: ReadonlySet<number>,
): Reason {
  const { lockedTo, group } = asked.problem.items[item]!
  if (lockedTo === to) return reason('locked')
  if (isAsked(asked, item, from)) return reason('forbidden')
  if (group !== undefined && pulled.has(group)) return reason('linked')
  return reason(isBetterFor(asked, item, to, from) ? 'moves_up' : 'gives_way')
}

function reason(code: keyof typeof WHY): Reason {
  return { code, text: WHY[code] }
}

/** Whether a word of a person moves it out of the offer it has. */
function isAsked(asked: NamedProblem, item: number, from: number): boolean {
  const { lockedTo } = asked.problem.items[item]!
  if (lockedTo !== undefined) return lockedTo !== from
  return asked.excluded[item]?.get(from)?.includes('forbidden') === true
}

/** Whether the case brings more at `a` than at `b`, at the first level that differs. */
function isBetterFor({ problem }: NamedProblem, item: number, a: number, b: number): boolean {
  const valueAt = (bin: number): readonly number[] =>
    problem.items[item]!.choices.find((choice) => choice.bin === bin)?.value ??
    Array.from({ length: problem.levels }, () => 0)
  const [there, here] = [valueAt(a), valueAt(b)]
  const first = there.findIndex((points, level) => points !== here[level])
  return first >= 0 && there[first]! > here[first]!
}

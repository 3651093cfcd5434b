import type { FaultList } from './fault-list.ts'
import { shown } from './names.ts'

/**
 * What is wrong with lists of cases that belong together (or near each other): an empty list, a
 * case that is named twice. Indices of -1 (unknown ids, told before) are passed over.
 */
export function checkLists(
  lists: readonly (readonly number[])[],
  what: 'together' | 'near',
  idOf: (oneCase: number) => string,
  faults: FaultList,
): void {
  const listOf = new Map<number, number>()
  lists.forEach((list, n) => {
    if (list.length === 0) faults.add(`${what}[${n}]`, 'must name at least one case')
    list.forEach((oneCase, k) => {
      if (oneCase < 0) return
      const before = listOf.get(oneCase)
      if (before === undefined) listOf.set(oneCase, n)
      else
        faults.add(
          `${what}[${n}][${k}]`,
          before === n
            ? `the case ${shown(idOf(oneCase))} comes twice in this list`
            : `the case ${shown(idOf(oneCase))} is in ${what}[${before}] too; make one list of both`,
        )
    })
  })
}

/** Near means in one region: with such lists every locality needs one. */
export function checkRegions(
  regionOf: ArrayLike<number>,
  pathOf: (locality: number) => string,
  faults: FaultList,
): void {
  for (let l = 0; l < regionOf.length; l += 1)
    if ((regionOf[l] ?? -1) < 0)
      faults.add(
        pathOf(l),
        'is missing: with lists of cases that go near each other every locality needs its region',
      )
}

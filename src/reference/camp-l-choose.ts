import type { LinkKind } from '../domain/case.ts'
import type { CaseId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Camp } from './camp-l-world.ts'
import { readyCases, sizeOf } from './camp-l-world.ts'
import type { CaseLife, Member } from './case-life.ts'
import type { DayNumber } from './day-number.ts'
import { dayNumber } from './day-number.ts'

/** A ready case for a story; from now on the mass rounds leave it alone. */
export function choose(camp: Camp, before: PlainDate, fits: (life: CaseLife) => boolean): CaseLife {
  const found = camp.office.random.pick(readyCases(camp, dayNumber(before)).filter(fits))
  found.told = true
  return found
}

export const single = (life: CaseLife): boolean => sizeOf(life) === 1 && isAdultCase(life)
export const isAdultCase = (life: CaseLife): boolean =>
  life.members.every(({ resident }) => !resident.person.needs.includes('SC'))

/** Somebody other than the principal applicant who can sign. */
export function otherAdult(life: CaseLife): Member | undefined {
  return life.members.find((member, n) => n > 0 && isGrown(member))
}

export function isGrown(member: Member): boolean {
  return (member.resident.person.birth?.latest ?? '9999') < '1994'
}

/** Records one direction of a link. */
export function link(
  camp: Camp,
  life: CaseLife,
  toCaseId: CaseId,
  kind: LinkKind,
  on: DayNumber,
): void {
  camp.office.clerk.write(life, on, life.drafter, {
    type: 'case.linked',
    caseId: life.handle.id,
    data: { toCaseId, kind },
  })
}

import { choose, isGrown, link, otherAdult, single } from './camp-l-choose.ts'
import type { Camp } from './camp-l-world.ts'
import { sizeOf } from './camp-l-world.ts'
import type { CaseLife, Member } from './case-life.ts'
import { addMember, advance, closeCase, forget, lose, openCase, signConsent } from './case-life.ts'
import type { DayNumber } from './day-number.ts'
import { dayNumber, plainDate } from './day-number.ts'

/** Lives go on while cases wait: consents, marriages, deaths, links, moves. */
export function tellChanges(camp: Camp): void {
  withdrawnConsent(camp)
  marriage(camp)
  grownChild(camp)
  principalDies(camp)
  brokenLink(camp)
  movedToSafety(camp)
}

/** Two take their consent back: one case closes, the other waits for a new signature. */
function withdrawnConsent(camp: Camp): void {
  for (const closes of [true, false]) {
    const life = choose(camp, '2015-02-01', single)
    const [member] = life.members as [Member]
    camp.office.clerk.write(life, dayNumber('2015-02-09'), life.drafter, {
      type: 'person.consent_withdrawn',
      caseId: life.handle.id,
      personId: member.resident.person.id,
      data: {},
    })
    if (closes)
      closeCase(camp.office, life, 'withdrew', 'The person no longer agrees.', life.day + 2)
  }
}

/** Two cases become one: a substantial change, so the declaration and all consents are new. */
function marriage(camp: Camp): void {
  const { clerk, random } = camp.office
  const on = dayNumber('2015-03-16')
  const head = (life: CaseLife): Member => life.members[0] as Member
  const woman = choose(
    camp,
    '2015-03-01',
    (one) => single(one) && head(one).resident.person.sex === 'female',
  )
  const man = choose(
    camp,
    '2015-03-01',
    (one) => single(one) && head(one).resident.person.sex === 'male',
  )
  const wife = head(woman).resident
  closeCase(camp.office, woman, 'other_solution', 'Goes on in the case of her husband.', on)
  man.ms = Math.max(man.ms, woman.ms)
  const member = { resident: wife, relationship: 'WIF' }
  man.members.push(member)
  addMember(camp.office, man, member, on)
  for (const one of man.members)
    clerk.write(man, on, man.drafter, {
      type: 'person.changed_substantially',
      personId: one.resident.person.id,
      caseId: man.handle.id,
      reason: 'Marriage',
      data: {},
    })
  clerk.write(man, on + 3, man.drafter, {
    type: 'case.declaration_signed',
    caseId: man.handle.id,
    data: {},
  })
  signConsent(camp.office, man, on + 3)
  const husbandId = head(man).resident.person.id
  const householdId = camp.people.householdOf.get(husbandId)
  if (householdId === undefined) return
  const personId = wife.person.id
  const actor = random.pick(['officer.one', 'officer.two'] as const)
  const old = camp.people.householdOf.get(personId)
  if (old !== undefined)
    clerk.write(man, on + 4, actor, {
      type: 'household.left',
      personId,
      data: { householdId: old },
    })
  clerk.write(man, on + 4, actor, { type: 'household.joined', personId, data: { householdId } })
  camp.people.householdOf.set(personId, householdId)
}

/** An adult son or daughter goes on in a case of their own, softly linked. */
function grownChild(camp: Camp): void {
  const { office } = camp
  const life = choose(camp, '2015-02-01', (one) =>
    one.members.some((member) => isChildOf(member) && isGrown(member)),
  )
  const child = life.members.find((member) => isChildOf(member) && isGrown(member)) as Member
  const on = dayNumber('2015-02-23')
  office.clerk.write(life, on, life.drafter, {
    type: 'case.member_removed',
    caseId: life.handle.id,
    personId: child.resident.person.id,
    reason: 'Of age, and asked for a case of their own.',
    data: {},
  })
  forget(life, child.resident)
  const own = openCase(
    office,
    camp.people.nextCase(on),
    [{ resident: child.resident, relationship: 'PA' }],
    on,
  )
  own.told = true
  camp.lives.push(own)
  advance(office, own, 'ready', on + 10, on + 80)
  link(camp, life, own.handle.id, 'should_same_country', own.day + 1)
  link(camp, own, life.handle.id, 'should_same_country', own.day + 1)
}

function isChildOf(member: Member): boolean {
  return member.relationship === 'SON' || member.relationship === 'DAU'
}

/** The principal applicant dies; another adult of the case takes the place. */
function principalDies(camp: Camp): void {
  const life = choose(
    camp,
    '2015-03-01',
    (one) => otherAdult(one)?.relationship === 'WIF' && sizeOf(one) >= 3,
  )
  const on = dayNumber('2015-03-30')
  lose(camp.office, (life.members[0] as Member).resident, 'person.died', on, 2)
  const widow = life.members.find((member) => member.relationship === 'WIF') as Member
  widow.relationship = 'PA'
  addMember(camp.office, life, widow, on + 14)
  for (const child of life.members) {
    if (child === widow || isChildOf(child)) continue
    // A parent of the late principal applicant is a parent-in-law of the new one.
    child.relationship = child.resident.person.sex === 'female' ? 'PLF' : 'PLM'
    addMember(camp.office, life, child, on + 14)
  }
}

/** Two cases were linked by mistake. */
function brokenLink(camp: Camp): void {
  const on = dayNumber('2015-04-13')
  const one = choose(camp, '2015-04-01', single)
  const other = choose(camp, '2015-04-01', single)
  for (const [life, toCaseId] of [
    [one, other.handle.id],
    [other, one.handle.id],
  ] as const) {
    link(camp, life, toCaseId, 'info_only', on)
    camp.office.clerk.write(life, on + 20, life.drafter, {
      type: 'case.unlinked',
      caseId: life.handle.id,
      data: { toCaseId },
    })
    life.told = false
  }
}

/** Out of danger without a solution: in a hospital or with kin outside the camp. */
function movedToSafety(camp: Camp): void {
  for (let n = 0; n < 6; n++) {
    const life = choose(camp, '2015-05-01', single)
    const [member] = life.members as [Member]
    camp.office.clerk.write(life, dayNumber('2015-05-11') + n * 9, life.drafter, {
      type: 'person.moved',
      personId: member.resident.person.id,
      reason: dated('Hospital outside the camp, since', dayNumber('2015-05-11') + n * 9),
      data: { location: 'elsewhere', safe: true },
    })
  }
}

function dated(text: string, on: DayNumber): string {
  return `${text} ${plainDate(on)}`
}

import type { LinkKind } from '../domain/case.ts'
import type { CaseId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { CaseLife, Member } from './case-life.ts'
import {
  addMember,
  advance,
  closeCase,
  forget,
  lose,
  openCase,
  resumeCase,
  holdCase,
  signConsent,
} from './case-life.ts'
import { recordEngagement } from './camp-l-cases.ts'
import { leaveOn } from './camp-l-moves.ts'
import type { Camp } from './camp-l-world.ts'
import { offerCalled, readyCases, sizeOf } from './camp-l-world.ts'
import { dayNumber, plainDate } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import {
  consider,
  decide,
  decideAll,
  markAccepted,
  markReady,
  proceed,
  submissionOf,
  transmit,
  travelStep,
} from './submission-life.ts'
import {
  arrive,
  board,
  book,
  clearCheck,
  prepare,
  refuseCheck,
  requestCheck,
} from './travel-life.ts'

/** Single cases to which rare things happen, so that the operation holds each kind of event. */
export function tellStories(camp: Camp): { readonly departed: number } {
  const departed =
    splitDecision(camp, { waived: true }) +
    splitDecision(camp, { waived: false }) +
    overturnedDenial(camp) +
    missedFlight(camp) +
    longTreatment(camp) +
    twoFlights(camp)
  refusedVisa(camp)
  withdrawnConsent(camp)
  marriage(camp)
  grownChild(camp)
  principalDies(camp)
  severalOfOneMind(camp)
  brokenLink(camp)
  movedToSafety(camp)
  return { departed }
}

/** A ready case for a story; from now on the mass rounds leave it alone. */
function choose(camp: Camp, before: PlainDate, fits: (life: CaseLife) => boolean): CaseLife {
  const found = camp.office.random.pick(readyCases(camp, dayNumber(before)).filter(fits))
  found.told = true
  return found
}

const single = (life: CaseLife): boolean => sizeOf(life) === 1 && isAdultCase(life)
const isAdultCase = (life: CaseLife): boolean =>
  life.members.every(({ resident }) => !resident.person.needs.includes('SC'))

/** Somebody other than the principal applicant who can sign. */
function otherAdult(life: CaseLife): Member | undefined {
  return life.members.find((member, n) => n > 0 && isGrown(member))
}

function isGrown(member: Member): boolean {
  return (member.resident.person.birth?.latest ?? '9999') < '1994'
}

/** Sends the case to the offer kept for stories, which has looked at it some weeks later. */
function submitToSwitzerland(camp: Camp, life: CaseLife, on: PlainDate): DayNumber {
  transmit(camp.office, life, offerCalled(camp, 'CHE-2014'), dayNumber(on))
  consider(camp.office, life, life.day + 6, undefined)
  return life.day + 30
}

/** One adult is refused, the others accepted: the family acknowledges it and divides. */
function splitDecision(camp: Camp, { waived }: { readonly waived: boolean }): number {
  const { office } = camp
  const life = choose(
    camp,
    '2014-09-22',
    (one) => sizeOf(one) >= 3 && otherAdult(one) !== undefined && isAdultCase(one),
  )
  const refused = otherAdult(life) as Member
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-06')
  for (const member of life.members)
    decide(office, life, member, member === refused ? 'denied' : 'accepted', decidedOn)
  const apart = splitOff(camp, life, refused, decidedOn + 5)
  if (waived)
    for (const [one, other] of [
      [apart, life],
      [life, apart],
    ] as const)
      office.clerk.write(one, decidedOn + 9, one.reviewer, {
        type: 'case.link_waived',
        caseId: one.handle.id,
        reason: 'The adults concerned asked in writing to go on apart.',
        data: { toCaseId: other.handle.id },
      })
  leaveOn(camp, life, decidedOn + 60)
  return sizeOf(life)
}

function splitOff(camp: Camp, life: CaseLife, member: Member, on: DayNumber): CaseLife {
  const { clerk } = camp.office
  const handle = camp.people.nextCase(on)
  clerk.write(life, on, life.reviewer, {
    type: 'case.members_split_off',
    caseId: life.handle.id,
    data: {
      personIds: [member.resident.person.id],
      newCaseId: handle.id,
      acknowledged: true,
    },
  })
  forget(life, member.resident)
  markAccepted(life, on)
  const apart: CaseLife = { ...life, handle, members: [], stage: 'ready', told: true }
  delete apart.submission
  camp.lives.push(apart)
  clerk.write(apart, on, life.reviewer, {
    type: 'case.split_from',
    caseId: handle.id,
    data: { fromCaseId: life.handle.id },
  })
  const alone = { resident: member.resident, relationship: 'PA' }
  apart.members.push(alone)
  addMember(camp.office, apart, alone, on)
  const { primary, secondary } = life
  clerk.write(apart, on, life.drafter, {
    type: 'case.categories_set',
    caseId: handle.id,
    data: { primary, secondary },
  })
  link(camp, life, handle.id, 'must_same_country', on)
  return apart
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

function overturnedDenial(camp: Camp): number {
  const { office } = camp
  const life = choose(camp, '2014-09-22', single)
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-08')
  const submission = submissionOf(life)
  decideAll(office, life, 'denied', decidedOn)
  life.submission = submission
  proceed(office, life, 'submission.review_requested', decidedOn + 12)
  proceed(office, life, 'submission.overturned', decidedOn + 55)
  markAccepted(life, life.day)
  leaveOn(camp, life, life.day + 48)
  return 1
}

/** Not at the airport on the day; another seat three weeks later. */
function missedFlight(camp: Camp): number {
  const { office } = camp
  const life = choose(camp, '2014-09-22', single)
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-10')
  decideAll(office, life, 'accepted', decidedOn)
  const flight = decidedOn + 40
  prepare(office, life, flight)
  const [member] = life.members as [Member]
  book(office, life, member, flight - 4, flight)
  travelStep(office, life, member, 'travel.offloaded', flight, 'Turned back at a checkpoint.')
  clearCheck(office, life, member, 'exit_permit', flight + 10)
  book(office, life, member, flight + 14, flight + 21)
  board(office, life, member, flight + 21)
  arrive(office, life, flight + 22)
  return 1
}

function longTreatment(camp: Camp): number {
  const { office } = camp
  const life = choose(camp, '2014-09-22', single)
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-14')
  decideAll(office, life, 'accepted', decidedOn)
  const [member] = life.members as [Member]
  travelStep(office, life, member, 'travel.medical_hold', decidedOn + 10, 'Not fit to fly.')
  travelStep(office, life, member, 'travel.hold_lifted', decidedOn + 80)
  leaveOn(camp, life, decidedOn + 110)
  return 1
}

/** One of two goes ahead; the case has departed only when both have. */
function twoFlights(camp: Camp): number {
  const { office } = camp
  const life = choose(camp, '2014-09-22', (one) => sizeOf(one) === 2 && isAdultCase(one))
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-16')
  decideAll(office, life, 'accepted', decidedOn)
  const [head, other] = life.members as [Member, Member]
  prepare(office, life, decidedOn + 34)
  book(office, life, head, decidedOn + 30, decidedOn + 34)
  board(office, life, head, decidedOn + 34)
  travelStep(office, life, head, 'travel.arrived', decidedOn + 35)
  clearCheck(office, life, other, 'exit_permit', decidedOn + 60)
  book(office, life, other, decidedOn + 62, decidedOn + 66)
  board(office, life, other, decidedOn + 66)
  travelStep(office, life, other, 'travel.arrived', decidedOn + 67)
  life.stage = 'closed'
  return 2
}

/** Accepted by Albania or Germany in 2013, and still there: why 208 of 210, and 91 of 98. */
export function tellWhoStayed(camp: Camp): void {
  const waiting = (offer: string): CaseLife => {
    const found = camp.lives.find(
      (life) =>
        life.stage === 'pending_departure' &&
        !life.told &&
        single(life) &&
        life.day < dayNumber('2013-12-01') &&
        submissionOf(life).offer.sourceId === offer,
    )
    if (found === undefined) throw new Error(`Nobody accepted under ${offer} is left for a story.`)
    found.told = true
    return found
  }
  declined(camp, waiting('ALB-2013-HA'), '2013-12-03')
  onMedicalHold(camp, waiting('ALB-2013-HA'), '2013-12-05')
  declined(camp, waiting('DEU-2013'), '2013-12-04')
  declined(camp, waiting('DEU-2013'), '2014-01-13')
  onMedicalHold(camp, waiting('DEU-2013'), '2014-01-20')
  neverCame(camp, waiting('DEU-2013'))
  diedOfWounds(camp, waiting('DEU-2013'))
  for (const onHold of [waiting('DEU-2013'), waiting('DEU-2013')])
    lapsed(camp, onHold, 'The State’s acceptance ran out.', '2014-05-12')
}

function declined(camp: Camp, life: CaseLife, on: PlainDate): void {
  const { office } = camp
  for (const member of life.members)
    travelStep(
      office,
      life,
      member,
      'travel.declined_offer',
      dayNumber(on),
      'Wants to stay near family.',
    )
  recordEngagement(camp, life, 'declined', life.day)
  lapsed(camp, life, 'No member takes the offer up.', '2014-04-14')
}

function onMedicalHold(camp: Camp, life: CaseLife, on: PlainDate): void {
  for (const member of life.members)
    travelStep(camp.office, life, member, 'travel.medical_hold', dayNumber(on), 'Not fit to fly.')
  lapsed(camp, life, 'The acceptance ran out before the treatment ended.', '2014-06-23')
}

function neverCame(camp: Camp, life: CaseLife): void {
  const { office } = camp
  const flight = dayNumber('2014-02-20')
  prepare(office, life, flight)
  for (const member of life.members) {
    book(office, life, member, flight - 4, flight)
    travelStep(office, life, member, 'travel.offloaded', flight, 'Did not come to the bus.')
  }
  lapsed(camp, life, 'The acceptance ran out before another flight.', '2014-05-19')
}

/** The acceptance ends; the case is for another State again. */
function lapsed(camp: Camp, life: CaseLife, reason: string, on: PlainDate): void {
  proceed(camp.office, life, 'submission.lapsed', dayNumber(on), reason)
  markReady(life)
  life.told = false
}

/** The fourth death of the December attack: three weeks later, and recorded in March. */
function diedOfWounds(camp: Camp, life: CaseLife): void {
  const [member] = life.members as [Member]
  member.resident.gone = true
  camp.office.clerk.writeOn(life, dayNumber('2014-01-19'), dayNumber('2014-03-10'), 'officer.one', {
    type: 'person.died',
    personId: member.resident.person.id,
    caseId: life.handle.id,
    reason: 'Died in hospital of wounds from the attack of 26 December 2013.',
    data: {},
  })
  forget(life, member.resident)
}

function refusedVisa(camp: Camp): void {
  const { office } = camp
  const life = choose(camp, '2014-09-22', single)
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-20')
  decideAll(office, life, 'accepted', decidedOn)
  const [member] = life.members as [Member]
  clearCheck(office, life, member, 'biometrics', decidedOn + 10)
  requestCheck(office, life, member, 'visa', decidedOn + 12)
  refuseCheck(office, life, member, 'visa', decidedOn + 40)
  proceed(office, life, 'submission.lapsed', decidedOn + 50, 'The visa was refused.')
  markReady(life)
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

/** Cases of 2015 that the officers or the reviewer stop, send back or take up again. */
function severalOfOneMind(camp: Camp): void {
  const { office } = camp
  const late = camp.lives.filter(
    (life) =>
      !life.told && life.day > dayNumber('2015-06-01') && life.day < dayNumber('2015-11-25'),
  )
  const at = (stage: CaseLife['stage'], count: number): CaseLife[] => {
    const found = late.filter((life) => life.stage === stage).slice(0, count)
    for (const life of found) life.told = true
    return found
  }
  const review = at('submission_review', 4)
  for (const life of review.slice(0, 1))
    stop(camp, life, 'case.not_recommended', 'Another solution is at hand.')
  for (const [n, life] of review.slice(1).entries()) sendBack(camp, life, n > 0)
  for (const life of at('interview', 3)) {
    recordEngagement(camp, life, 'unreachable', life.day + 3)
    office.clerk.write(life, life.day + 20, life.drafter, {
      type: 'case.no_show',
      caseId: life.handle.id,
      reason: 'No show / cannot be contacted.',
      data: { efforts: 3 },
    })
    abandon(life)
  }
  const [again, ...deprioritised] = at('needs_assessment', 4)
  for (const life of deprioritised) stop(camp, life, 'case.deprioritised', 'No need at present.')
  if (again !== undefined) deprioritiseAndReopen(camp, again)
  for (const life of at('initial_review', 2)) {
    const back = life.stage
    holdCase(
      office,
      life,
      'best_interests',
      'A best-interests procedure is under way.',
      life.day + 3,
    )
    resumeCase(office, life, back, life.day + 15)
  }
}

function stop(
  camp: Camp,
  life: CaseLife,
  type: 'case.not_recommended' | 'case.deprioritised',
  reason: string,
): void {
  camp.office.clerk.write(life, life.day + 8, life.reviewer, {
    type,
    caseId: life.handle.id,
    reason,
    data: { counselled: true },
  })
  if (type === 'case.not_recommended') abandon(life)
  else life.stage = 'deprioritised'
}

function abandon(life: CaseLife): void {
  for (const { resident } of life.members) forget(life, resident)
}

function deprioritiseAndReopen(camp: Camp, life: CaseLife): void {
  stop(camp, life, 'case.deprioritised', 'No need at present.')
  life.stage = 'needs_assessment'
  camp.office.clerk.write(life, life.day + 12, life.reviewer, {
    type: 'case.reopened',
    caseId: life.handle.id,
    reason: 'After the attack the need is another one.',
    data: {},
  })
}

/** Back to the drafter; a substantial change needs a new signed declaration. */
function sendBack(camp: Camp, life: CaseLife, substantial: boolean): void {
  const { clerk } = camp.office
  const caseId = life.handle.id
  clerk.write(life, life.day + 5, life.reviewer, {
    type: 'case.returned',
    caseId,
    reason: substantial ? 'The claim of one member was not asked about.' : 'Two dates differ.',
    data: { substantial },
  })
  if (substantial) {
    clerk.write(life, life.day + 6, life.drafter, {
      type: 'case.declaration_signed',
      caseId,
      data: {},
    })
    signConsent(camp.office, life, life.day)
  }
  clerk.write(life, life.day + 2, life.drafter, { type: 'case.sent_to_review', caseId, data: {} })
  life.stage = 'submission_review'
  advance(camp.office, life, 'ready', life.day, life.day + 3)
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

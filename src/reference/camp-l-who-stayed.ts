import type { PlainDate } from '../domain/plain-date.ts'
import { recordEngagement } from './camp-l-cases.ts'
import { single } from './camp-l-choose.ts'
import type { Camp } from './camp-l-world.ts'
import type { CaseLife, Member } from './case-life.ts'
import { forget } from './case-life.ts'
import { dayNumber } from './day-number.ts'
import { markReady, proceed, submissionOf, travelStep } from './submission-life.ts'
import { book, prepare } from './travel-life.ts'

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

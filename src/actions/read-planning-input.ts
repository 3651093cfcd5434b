import type { CaseFile } from '../domain/case.ts'
import type { ConsentStates } from '../domain/event.ts'
import { hardLinksOf, linkedGroups } from '../domain/hard-links.ts'
import type { CaseId, OfferId, PersonId } from '../domain/ids.ts'
import type { MemberFacts, Violation } from '../domain/invariants.ts'
import { isAsked, readyViolations } from '../domain/invariants.ts'
import { isOpen, usableTotal } from '../domain/offer.ts'
import { isPresent, standingConsent } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Candidate, OpenOffer, PlanningInput } from '../planning/candidate.ts'
import type { StoredCase } from '../storage/cases.ts'
import { listCasesByStatus } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import type { OfferInUse } from '../storage/offers.ts'
import { listOffers } from '../storage/offers.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listPersons } from '../storage/persons.ts'
import type { Directive } from '../storage/plans.ts'
import { programmesOf, refusalsOf } from '../storage/submissions.ts'
import { memberFacts } from './case-context.ts'

/** A ready case that a rule stops all the same: something changed since its review. */
export interface StoppedCase {
  readonly reference: string
  readonly file: CaseFile
  readonly violations: readonly Violation[]
}

export interface PlanningFacts {
  readonly input: PlanningInput
  readonly stopped: readonly StoppedCase[]
  /** Locks on offers that give no capacity today. */
  readonly lockedToClosed: readonly Directive[]
}

/** Reads what a plan is made from: ready cases, confirmed open offers, words of people. */
export async function readPlanningInput(
  tx: Tx,
  today: PlainDate,
  directives: readonly Directive[],
  previous: ReadonlyMap<string, string>,
): Promise<PlanningFacts> {
  const offers = (await listOffers(tx)).filter((one) => isOpen(one.offer, today))
  const offerIds = new Map(offers.map(({ offer }) => [offer.reference, offer.id]))
  const cases = (await listCasesByStatus(tx, ['ready'])).map((one) => ({
    ...one,
    caseId: one.file.id,
  }))
  const persons = await listPersons(
    tx,
    cases.flatMap(({ file }) => file.members.map((member) => member.personId)),
  )
  const refusals = await refusalsOf(tx, [...persons.keys()])
  const bound = await programmesOf(tx, [...new Set(cases.flatMap(({ file }) => hardLinksOf(file)))])
  const candidates: Candidate[] = []
  const stopped: StoppedCase[] = []
  for (const group of linkedGroups(cases, ({ file }) => hardLinksOf(file))) {
    const looked = group.map((one) => ({ ...one, members: membersOf(one, persons, today) }))
    const found = looked.map((one) => ({ ...one, violations: violationsOf(one.file, one.members) }))
    // A case whose hard-linked case is stopped waits: a family is not separated by a delay.
    const isStopped = found.some((one) => one.violations.length > 0)
    for (const { reference, file, members, violations } of found) {
      if (isStopped) {
        stopped.push({ reference, file, violations: violations.length > 0 ? violations : WAITS })
        continue
      }
      const previousOffer = offerIds.get(previous.get(reference) ?? '')
      candidates.push({
        ...toCandidate(reference, file, members, bound),
        refusedBy: [...new Set(file.members.flatMap((m) => refusals.get(m.personId) ?? []))],
        ...(previousOffer === undefined ? {} : { previousOffer }),
        ...wordsOn(file.id, directives, offers),
      })
    }
  }
  const open = new Set(offers.map(({ offer }) => offer.id))
  return {
    input: { today, candidates, offers: offers.map(toOpenOffer) },
    stopped,
    lockedToClosed: directives.filter((one) => one.kind === 'lock' && !open.has(one.offerId)),
  }
}

const WAITS: readonly Violation[] = [
  {
    rule: 'I11',
    message: 'A hard-linked case is stopped; they go together. Clear that one, or record a waiver.',
  },
]

function toOpenOffer({ offer, counters, held }: OfferInUse): OpenOffer {
  const { medicalPlaces, emergencyPlaces } = offer.terms
  const ordinaryHeld = counters.used + counters.reserved - held.emergency
  return {
    offer,
    free: Math.max(0, counters.free),
    ...(medicalPlaces === undefined ? {} : { medicalFree: medicalPlaces - held.medical }),
    ...(emergencyPlaces === undefined
      ? {}
      : { ordinaryFree: usableTotal(offer.terms) - emergencyPlaces - ordinaryHeld }),
  }
}

function wordsOn(
  caseId: CaseId,
  directives: readonly Directive[],
  offers: readonly OfferInUse[],
): Pick<Candidate, 'forbidden' | 'lockedTo'> {
  const own = directives.filter((one) => one.caseId === caseId)
  const lock = own.find((one) => one.kind === 'lock')?.offerId
  const isOpenOffer = (id: OfferId): boolean => offers.some(({ offer }) => offer.id === id)
  return {
    forbidden: own.filter((one) => one.kind === 'forbid').map((one) => one.offerId),
    ...(lock === undefined || !isOpenOffer(lock) ? {} : { lockedTo: lock }),
  }
}

/** A member with what the rules know of them; whoever is not on file any more is left out. */
interface Member extends StoredPerson {
  readonly facts: MemberFacts
}

function membersOf(
  { file }: StoredCase,
  persons: ReadonlyMap<PersonId, StoredPerson>,
  today: PlainDate,
): readonly Member[] {
  return file.members.flatMap(({ personId }) => {
    const stored = persons.get(personId)
    return stored === undefined ? [] : [{ ...stored, facts: memberFacts(stored, today) }]
  })
}

function violationsOf(file: CaseFile, members: readonly Member[]): readonly Violation[] {
  const present = members.filter((one) => isPresent(one.file))
  const facts = new Map(present.map((one) => [one.person.id, one.facts]))
  const stopping = readyViolations(file, facts).filter((one) => one.warning !== true)
  const absent = file.members.length - present.length
  if (absent === 0) return stopping
  const message = `${absent} members are not present any more. Take them out of the case first.`
  return [...stopping, { rule: 'present', message }]
}

function toCandidate(
  reference: string,
  file: CaseFile,
  members: readonly Member[],
  bound: ReadonlyMap<CaseId, string>,
): Omit<Candidate, 'forbidden' | 'refusedBy'> {
  const facts = new Map(members.map((one) => [one.person.id, one.facts]))
  const all = <T>(pick: (one: Member) => readonly T[]): readonly T[] => [
    ...new Set(members.flatMap(pick)),
  ]
  const medicalPersons = members.filter(({ person }) => person.needsMedicalPlace).length
  const hardLinks = hardLinksOf(file)
  const boundProgramme = hardLinks.flatMap((id) => bound.get(id) ?? [])[0]
  return {
    caseId: file.id,
    reference,
    facts: {
      size: members.length,
      categories: [file.primary, file.secondary].filter((one) => one !== undefined),
      // An unknown nationality fits no State that asks for one.
      nationalities: all(({ person }) => [person.nationality ?? '']),
      languages: all(({ person }) => person.languages),
      needs: all(({ person }) => person.needs),
      needsMedicalPlace: medicalPersons > 0,
      priority: file.priority,
      consentStates: sharedConsent(members.filter((one) => isAsked(one.facts, facts))),
    },
    medicalPersons,
    hasUnaccompaniedChild: members.some((one) => one.facts.isUnaccompaniedChild),
    referredOn: file.referredOn,
    tieStates: all(({ person }) => person.tieStates),
    preferredStates: all(({ person }) => person.preferredStates),
    hardLinks,
    ...(boundProgramme === undefined ? {} : { boundProgramme }),
  }
}

/** The States to which each of these persons consents, with consents that still stand. */
function sharedConsent(asked: readonly StoredPerson[]): ConsentStates {
  const given = asked.map(({ file }) => standingConsent(file))
  const named = given.filter((states) => states !== 'any')
  const [first, ...rest] = named
  if (first === undefined) return 'any'
  return first.filter((state) => rest.every((states) => states.includes(state)))
}

import type { CaseFile } from '../domain/case.ts'
import { isHardLink } from '../domain/case.ts'
import type { ConsentStates } from '../domain/event.ts'
import type { CaseId, OfferId, PersonId } from '../domain/ids.ts'
import type { MemberFacts, Violation } from '../domain/invariants.ts'
import { readyViolations } from '../domain/invariants.ts'
import { isOpen, usableTotal } from '../domain/offer.ts'
import { isPresent, standingConsent } from '../domain/person.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Candidate, OpenOffer, PlanningInput } from '../planning/candidate.ts'
import type { StoredCase } from '../storage/cases.ts'
import { listCasesByStatus } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import type { OfferInUse } from '../storage/offers.ts'
import { listOffers, programmesOf } from '../storage/offers.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listPersons } from '../storage/persons.ts'
import type { Directive } from '../storage/plans.ts'
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
  const cases = await listCasesByStatus(tx, ['ready'])
  const persons = await listPersons(
    tx,
    cases.flatMap(({ file }) => file.members.map((member) => member.personId)),
  )
  const refusals = await refusalsOf(tx, [...persons.keys()])
  const bound = await programmesOf(tx, [...new Set(cases.flatMap(({ file }) => hardLinksOf(file)))])
  const candidates: Candidate[] = []
  const stopped: StoppedCase[] = []
  for (const one of cases) {
    const violations = violationsOf(one.file, persons, today)
    if (violations.length > 0) {
      stopped.push({ reference: one.reference, file: one.file, violations })
      continue
    }
    const previousOffer = offerIds.get(previous.get(one.reference) ?? '')
    candidates.push({
      ...toCandidate(one, persons, today, bound),
      refusedBy: [...new Set(one.file.members.flatMap((m) => refusals.get(m.personId) ?? []))],
      ...(previousOffer === undefined ? {} : { previousOffer }),
      ...wordsOn(one.file.id, directives, offers),
    })
  }
  const held = holdLinked(candidates, stopped, cases)
  const open = new Set(offers.map(({ offer }) => offer.id))
  return {
    input: { today, candidates: held.free, offers: offers.map(toOpenOffer) },
    stopped: [...stopped, ...held.stopped],
    lockedToClosed: directives.filter((one) => one.kind === 'lock' && !open.has(one.offerId)),
  }
}

/** A case whose hard-linked case is stopped waits for it: a family is not separated by a delay. */
function holdLinked(
  candidates: readonly Candidate[],
  stopped: readonly StoppedCase[],
  cases: readonly StoredCase[],
): { readonly free: readonly Candidate[]; readonly stopped: readonly StoppedCase[] } {
  const files = new Map(cases.map((one) => [one.file.id, one]))
  const waiting = new Set(stopped.map((one) => one.file.id))
  const found: StoppedCase[] = []
  let free = candidates
  for (let before = -1; before !== free.length;) {
    before = free.length
    const isHeld = (one: Candidate): boolean => one.hardLinks.some((id) => waiting.has(id))
    const next = free.filter((one) => !isHeld(one))
    for (const one of free.filter(isHeld)) {
      const stored = files.get(one.caseId)
      if (stored === undefined) continue
      waiting.add(one.caseId)
      const message =
        'A hard-linked case is stopped; they go together. Clear that one, or record a waiver.'
      found.push({ ...stored, violations: [{ rule: 'I11', message }] })
    }
    free = next
  }
  return { free, stopped: found }
}

/** The States that denied each of these persons, ever. */
async function refusalsOf(
  tx: Tx,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, readonly StateCode[]>> {
  const rows = await tx.query<{ person_id: string; states: string[] }>(
    `select m.person_id, array_agg(distinct o.terms ->> 'state') as states
     from submission_members m
     join submissions s on s.operation_id = m.operation_id and s.id = m.submission_id
     join offers o on o.operation_id = s.operation_id and o.id = s.offer_id
     where m.operation_id = $1 and m.outcome = 'denied' and m.person_id = any($2::uuid[])
     group by m.person_id`,
    [tx.operationId, personIds],
  )
  return new Map(rows.map((row) => [row.person_id as PersonId, row.states]))
}

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

function violationsOf(
  file: CaseFile,
  persons: ReadonlyMap<PersonId, StoredPerson>,
  today: PlainDate,
): readonly Violation[] {
  const members = new Map<PersonId, MemberFacts>()
  let absent = 0
  for (const { personId } of file.members) {
    const stored = persons.get(personId)
    if (stored === undefined || !isPresent(stored.file)) absent += 1
    else members.set(personId, memberFacts(stored, today))
  }
  const stopping = readyViolations(file, members).filter((one) => one.warning !== true)
  if (absent === 0) return stopping
  const message = `${absent} members are not present any more. Take them out of the case first.`
  return [...stopping, { rule: 'present', message }]
}

function toCandidate(
  { reference, file }: StoredCase,
  persons: ReadonlyMap<PersonId, StoredPerson>,
  today: PlainDate,
  bound: ReadonlyMap<CaseId, string>,
): Omit<Candidate, 'forbidden' | 'refusedBy'> {
  const members = file.members.flatMap((member) => persons.get(member.personId) ?? [])
  const adults = members.filter((one) => memberFacts(one, today).isAdult)
  // In a case of children alone everyone is asked (I8).
  const asked = adults.length > 0 ? adults : members
  const all = <T>(pick: (one: StoredPerson) => readonly T[]): readonly T[] => [
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
      consentStates: sharedConsent(asked),
    },
    medicalPersons,
    hasUnaccompaniedChild: members.some((one) => memberFacts(one, today).isUnaccompaniedChild),
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

function hardLinksOf(file: CaseFile): readonly CaseId[] {
  return file.links
    .filter((link) => isHardLink(link.kind) && !link.waived)
    .map((link) => link.toCaseId)
}

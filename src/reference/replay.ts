import { applyToCase } from '../domain/apply-to-case.ts'
import type { CaseFile } from '../domain/case.ts'
import { isActiveCase } from '../domain/case.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { guard } from '../domain/guards.ts'
import type { GuardContext } from '../domain/guards.ts'
import type { CaseId, OfferId, PersonId, SubmissionId } from '../domain/ids.ts'
import type { MemberFacts, Violation } from '../domain/invariants.ts'
import { eventComplete, nestedOutcomes } from '../domain/invariants.ts'
import type { Offer, OfferCounters, OfferUse } from '../domain/offer.ts'
import { countUse, programmeKey } from '../domain/offer.ts'
import type { Person, PersonFile } from '../domain/person.ts'
import { applyToPerson, emptyPersonFile } from '../domain/person.ts'
import { yearsBetween } from '../domain/plain-date.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { SubmissionFile, SubmissionMember } from '../domain/submission.ts'
import { isActiveSubmission } from '../domain/submission.ts'

/**
 * Plays a generated operation event by event through the domain's guards, slowly and honestly:
 * what the guards look at is folded from the events played before, and from nothing else.
 */
export class Replay {
  readonly files = new Map<PersonId, PersonFile>()
  readonly cases = new Map<CaseId, CaseFile>()
  readonly offers = new Map<OfferId, Offer>()
  readonly #people: ReadonlyMap<PersonId, Person>
  readonly #casesOf = new Map<PersonId, Set<CaseId>>()
  readonly #submissionsOf = new Map<OfferId, Map<SubmissionId, CaseId>>()

  constructor(people: Iterable<Person>) {
    this.#people = new Map([...people].map((person) => [person.id, person]))
  }

  /** Plays one event, and returns every rule it breaks; warnings are left out. */
  play(event: RecordedEvent): readonly Violation[] {
    const file = event.caseId === undefined ? undefined : this.cases.get(event.caseId)
    const found = [...eventComplete(event)]
    if (file !== undefined) found.push(...guard(file, event, this.#context(file, event)))
    this.#apply(event)
    if (event.caseId !== undefined) found.push(...this.#checkAfter(event, event.caseId))
    return found.filter((one) => one.warning !== true)
  }

  /** How an offer stands, by its own counting basis. */
  counters(offerId: OfferId): OfferCounters {
    const offer = this.offers.get(offerId)
    if (offer === undefined) throw new RangeError(`No offer ${offerId} was recorded.`)
    return countUse(offer.terms, this.#uses(offerId))
  }

  #checkAfter(event: RecordedEvent, caseId: CaseId): readonly Violation[] {
    const file = this.cases.get(caseId)
    if (file === undefined)
      return [{ rule: 'replay', message: `Event ${event.id} is of a case that never began.` }]
    const overused =
      event.type === 'submission.transmitted' &&
      event.offerId !== undefined &&
      this.counters(event.offerId).free < 0
    return [
      ...nestedOutcomes(file),
      ...(overused ? [{ rule: 'I15', message: 'The offer is used beyond its total.' }] : []),
    ]
  }

  #apply(event: RecordedEvent): void {
    this.#applyToOffers(event)
    const { personId, caseId } = event
    if (personId !== undefined) {
      const file = this.files.get(personId) ?? emptyPersonFile(personId)
      this.files.set(personId, applyToPerson(file, event))
    }
    if (event.type === 'case.member_added' && personId !== undefined && caseId !== undefined)
      this.#casesOf.set(personId, (this.#casesOf.get(personId) ?? new Set()).add(caseId))
    for (const id of this.#touchedCases(event)) {
      const next = applyToCase(this.cases.get(id), id, event)
      if (next !== undefined) this.cases.set(id, next)
    }
  }

  /** A death or a departure on their own reaches every case of the person. */
  #touchedCases(event: RecordedEvent): readonly CaseId[] {
    if (event.personId !== undefined && /^person\.(died|left)$/.test(event.type))
      return [...(this.#casesOf.get(event.personId) ?? [])]
    return event.caseId === undefined ? [] : [event.caseId]
  }

  #applyToOffers(event: RecordedEvent): void {
    const { offerId } = event
    if (offerId === undefined) return
    const offer = this.offers.get(offerId)
    if (event.type === 'offer.recorded')
      this.offers.set(offerId, {
        id: offerId,
        sourceId: offerId,
        reference: offerId,
        ...event.data,
      })
    else if (event.type === 'submission.transmitted') this.#noteSubmission(event, offerId)
    else if (offer === undefined) return
    else if (event.type === 'offer.revised')
      this.offers.set(offerId, { ...offer, terms: event.data.terms })
    else if (event.type === 'offer.status_changed')
      this.offers.set(offerId, { ...offer, status: event.data.status })
  }

  #noteSubmission(event: RecordedEvent, offerId: OfferId): void {
    const { submissionId, caseId } = event
    if (submissionId === undefined || caseId === undefined) return
    const known = this.#submissionsOf.get(offerId) ?? new Map<SubmissionId, CaseId>()
    this.#submissionsOf.set(offerId, known.set(submissionId, caseId))
  }

  #context(file: CaseFile, event: RecordedEvent): GuardContext {
    const offer = event.offerId === undefined ? undefined : this.offers.get(event.offerId)
    const on = event.effectiveOn
    return {
      members: new Map(
        file.members.map(({ personId }) => [personId, this.#facts(personId, file.id, on)]),
      ),
      programmeOf: this.#programmesOfLinked(file),
      ...(offer === undefined ? {} : { offer: { offer, counters: this.counters(offer.id) } }),
    }
  }

  #facts(personId: PersonId, caseId: CaseId, on: PlainDate): MemberFacts {
    const person = this.#people.get(personId)
    const born = person?.birth?.earliest
    const isAdult = born === undefined || yearsBetween(born, on) >= 18
    const other = [...(this.#casesOf.get(personId) ?? [])].find((id) => {
      const one = this.cases.get(id)
      if (one === undefined || id === caseId || !isActiveCase(one.status)) return false
      return one.members.some((member) => member.personId === personId)
    })
    return {
      file: this.files.get(personId) ?? emptyPersonFile(personId),
      isAdult,
      isUnaccompaniedChild: !isAdult && person?.needs.includes('SC') === true,
      ...(other === undefined ? {} : { otherActiveCase: other }),
    }
  }

  #programmesOfLinked(file: CaseFile): ReadonlyMap<CaseId, string> {
    const found = new Map<CaseId, string>()
    for (const { toCaseId } of file.links) {
      const active = this.cases.get(toCaseId)?.submissions.find(isActiveSubmission)
      const offer = active && this.offers.get(active.offerId)
      if (offer !== undefined) found.set(toCaseId, programmeKey(offer.terms))
    }
    return found
  }

  #uses(offerId: OfferId): readonly OfferUse[] {
    return [...(this.#submissionsOf.get(offerId) ?? [])].flatMap(([submissionId, caseId]) => {
      const submission = this.cases.get(caseId)?.submissions.find((one) => one.id === submissionId)
      return submission === undefined ? [] : [useOf(submission)]
    })
  }
}

function useOf(submission: SubmissionFile): OfferUse {
  const active = isActiveSubmission(submission)
  return { memberOutcomes: submission.members.map((member) => outcomeOf(member, active)) }
}

function outcomeOf(member: SubmissionMember, active: boolean): OfferUse['memberOutcomes'][number] {
  if (member.outcome === 'arrived') return 'arrived'
  if (member.outcome === 'departed' || member.outcome === 'in_transit') return 'departed'
  if (!active) return 'out'
  if (member.outcome === 'pending') return 'waiting'
  const out = ['denied', 'declined_offer', 'died'].includes(member.outcome)
  return out ? 'out' : 'accepted'
}

import type { CaseFile } from '../domain/case.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { CaseId, EventId, OfferId, PersonId } from '../domain/ids.ts'
import type { MemberFacts } from '../domain/invariants.ts'
import type { Offer, OfferTerms } from '../domain/offer.ts'
import type { Person, PersonFile } from '../domain/person.ts'
import { emptyPersonFile } from '../domain/person.ts'
import { FIRST_SITE } from '../domain/site.ts'

/** A day on which the samples' first things happen. */
export const SAMPLE_DAY = '2013-02-09'

let made = 0

/** A new id, readable in a failing test. */
export function anId<Id extends string>(kind: string): Id {
  made += 1
  return `${kind}-${made}` as Id
}

/** An invented person, obviously a sample. */
export function aPerson(facts: Partial<Person> = {}): Person {
  const id = facts.id ?? anId<PersonId>('person')
  return {
    id,
    sourceId: `S-${id}`,
    reference: `P-${id}`,
    site: FIRST_SITE.id,
    names: [{ text: 'Testa Probe', script: 'latin', role: 'full' }],
    sex: 'unknown',
    needs: [],
    needsMedicalPlace: false,
    languages: ['pes'],
    preferredStates: [],
    tieStates: [],
    ...facts,
  }
}

/** An adult member who keeps every rule: recognised, consenting to any State. */
export function aMember(
  id: PersonId,
  facts: Partial<MemberFacts> = {},
  file: Partial<PersonFile> = {},
): MemberFacts {
  return {
    isAdult: true,
    isUnaccompaniedChild: false,
    file: {
      ...emptyPersonFile(id),
      registeredOn: SAMPLE_DAY,
      protectionStatus: 'refugee',
      consent: { on: SAMPLE_DAY, states: 'any' },
      ...file,
    },
    ...facts,
  }
}

/** A case of one person that is ready to be submitted and keeps every rule. */
export function aCase(facts: Partial<CaseFile> = {}): CaseFile {
  return {
    id: anId<CaseId>('case'),
    status: 'ready',
    statusSince: SAMPLE_DAY,
    referredOn: SAMPLE_DAY,
    members: [{ personId: anId<PersonId>('person'), relationship: 'PA' }],
    links: [],
    primary: 'LPN',
    secondary: 'LAS',
    priority: 'NR',
    justified: false,
    compositionVerified: true,
    willing: true,
    drafter: 'officer.one',
    reviewer: 'reviewer.one',
    declarationOn: SAMPLE_DAY,
    submissions: [],
    ...facts,
  }
}

/** Terms of ten places for persons by dossier, asking nothing of a case. */
export function offerTerms(terms: Partial<OfferTerms> = {}): OfferTerms {
  return {
    state: 'NOR',
    programme: 'Sample programme',
    kind: 'resettlement',
    total: 10,
    about: false,
    countingBasis: 'persons',
    consumedAt: 'decision',
    mode: 'dossier',
    criteria: {
      nationalities: [],
      categories: [],
      languages: [],
      excludedNeeds: [],
      acceptsMedical: true,
    },
    ...terms,
  }
}

/** A confirmed offer. */
export function anOffer(
  facts: Partial<Omit<Offer, 'terms'>> & { readonly terms?: Partial<OfferTerms> } = {},
): Offer {
  const id = facts.id ?? anId<OfferId>('offer')
  return {
    id,
    sourceId: `S-${id}`,
    reference: `O-${id}`,
    status: 'confirmed',
    ...facts,
    terms: offerTerms(facts.terms),
  }
}

/** A draft as recorded by an officer at noon of the day on which it is true. */
export function anEvent(draft: EventDraft): RecordedEvent {
  return {
    ...draft,
    id: anId<EventId>('event'),
    actor: 'officer.one',
    recordedAt: `${draft.effectiveOn}T12:00:00.000Z`,
  }
}

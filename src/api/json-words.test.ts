import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { AUDIT_KINDS } from '../domain/audit.ts'
import { BREAK_GLASS_KINDS } from '../domain/break-glass.ts'
import { CASE_CLOSURES, CASE_HOLDS, CASE_STATUSES, LINK_KINDS } from '../domain/case.ts'
import { BODY_KINDS, BODY_NAME_KINDS } from '../domain/body.ts'
import { CATEGORY_CODES } from '../domain/category.ts'
import {
  CLAIM_LINKS,
  CLAIM_PARTS,
  EVIDENCE_KINDS,
  HOP_RELATIONS,
  HOP_ROLES,
  STANCES,
  VALUE_KINDS,
} from '../domain/claim.ts'
import { BEST_RULES, FIGURE_DIFFERENCES } from '../domain/claim-figure.ts'
import { INCIDENT_KINDS } from '../domain/incident.ts'
import { CATEGORICAL_MEASURES, CLAIM_UNITS, MEASURES } from '../domain/measure.ts'
import { URGENCIES } from '../domain/urgency.ts'
import { JOB_KINDS, JOB_STATUSES } from '../domain/job.ts'
import {
  CONSUMED_AT,
  COUNTING_BASES,
  OFFER_KINDS,
  OFFER_MODES,
  OFFER_STATUSES,
} from '../domain/offer.ts'
import {
  CALENDARS,
  ENGAGEMENTS,
  LOCATIONS,
  NAME_ROLES,
  PROTECTION_STATUSES,
  SEXES,
} from '../domain/person.ts'
import { PRIORITY_CODES } from '../domain/priority.ts'
import { ROLES } from '../domain/role.ts'
import { PAIR_STATUSES } from '../domain/same-person.ts'
import { OPENED_WITH } from '../domain/sign-in.ts'
import { SPECIFIC_NEED_CODES } from '../domain/specific-need.ts'
import {
  DECISION_REASONS,
  DECISIONS,
  DEFERRAL_REASONS,
  MEMBER_OUTCOMES,
  SUBMISSION_STATUSES,
} from '../domain/submission.ts'
import { CHECK_KINDS, CHECK_STATUSES } from '../domain/travel-check.ts'
import { EVIDENCE_BANDS } from '../domain/person-views.ts'
import { STATUS_OF } from './status-of.ts'

const FOLDER = new URL('../../docs/schemas/', import.meta.url)

test('the words of the schemas are the words of the domain', async () => {
  // Types leave no trace at run time: the events are read from where they are written.
  const source = await readFile(new URL('../domain/event.ts', import.meta.url), 'utf8')
  const words: Readonly<Record<string, readonly string[]>> = {
    caseStatus: CASE_STATUSES,
    caseHold: CASE_HOLDS,
    caseClosure: CASE_CLOSURES,
    linkKind: LINK_KINDS,
    category: CATEGORY_CODES,
    priority: PRIORITY_CODES,
    specificNeed: SPECIFIC_NEED_CODES,
    role: ROLES,
    openedWith: OPENED_WITH,
    band: EVIDENCE_BANDS,
    pairStatus: PAIR_STATUSES,
    sex: SEXES,
    protectionStatus: PROTECTION_STATUSES,
    location: LOCATIONS,
    engagement: ENGAGEMENTS,
    nameRole: NAME_ROLES,
    submissionStatus: SUBMISSION_STATUSES,
    decision: DECISIONS,
    reasonKind: DECISION_REASONS,
    deferralReason: DEFERRAL_REASONS,
    memberOutcome: MEMBER_OUTCOMES,
    checkKind: CHECK_KINDS,
    checkStatus: CHECK_STATUSES,
    offerKind: OFFER_KINDS,
    offerStatus: OFFER_STATUSES,
    countingBasis: COUNTING_BASES,
    consumedAt: CONSUMED_AT,
    offerMode: OFFER_MODES,
    auditKind: AUDIT_KINDS,
    breakGlassKind: BREAK_GLASS_KINDS,
    jobKind: JOB_KINDS,
    jobStatus: JOB_STATUSES,
    claimMeasure: [...Object.keys(MEASURES), ...CATEGORICAL_MEASURES],
    claimUnit: CLAIM_UNITS,
    stance: STANCES,
    valueKind: VALUE_KINDS,
    calendar: CALENDARS,
    claimPart: CLAIM_PARTS,
    hopRelation: HOP_RELATIONS,
    hopRole: HOP_ROLES,
    claimLink: CLAIM_LINKS,
    evidenceKind: EVIDENCE_KINDS,
    bodyKind: BODY_KINDS,
    bodyNameKind: BODY_NAME_KINDS,
    bestRule: BEST_RULES,
    figureDifference: FIGURE_DIFFERENCES,
    urgency: URGENCIES,
    incidentKind: INCIDENT_KINDS,
    errorCode: Object.keys(STATUS_OF),
    eventType: [...source.matchAll(/^ {2}'([a-z_]+\.[a-z_]+)':/gm)].map(([, type = '']) => type),
  }
  const seen = new Set<string>()
  for (const file of await readdir(FOLDER)) {
    const { $defs = {} } = JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')) as {
      readonly $defs?: Readonly<Record<string, { readonly enum?: readonly string[] }>>
    }
    for (const [word, schema] of Object.entries($defs)) {
      if (schema.enum === undefined) continue
      seen.add(word)
      const listed = schema.enum.toSorted()
      expect({ file, word, listed }).toEqual({ file, word, listed: words[word]?.toSorted() })
    }
  }
  expect([...seen].toSorted()).toEqual(Object.keys(words).toSorted())
})

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { FigureEventsView } from '../actions/list-figure-events.ts'
import type { Approval } from '../actions/approve-lines.ts'
import type { ExportedErrf } from '../actions/export-errf.ts'
import type { ErrfReport } from '../actions/validate-errf.ts'
import type { ContextReport } from '../actions/import-context.ts'
import type { PlacementCheck } from '../actions/check-placement-file.ts'
import type { ExportView } from '../actions/export-table.ts'
import type { MatchedFiles, ToldMatch } from '../actions/match-files.ts'
import type { MappingView } from '../actions/import-mappings.ts'
import type { FrontierLine } from '../actions/frontier-file.ts'
import type { ImportReport } from '../actions/import-file.ts'
import type { ImportView } from '../actions/list-imports.ts'
import type { ReadReportsView, scoreReading } from '../actions/read-report.ts'
import type { Simulation } from '../actions/simulate-file.ts'
import type { UndoneImport } from '../actions/undo-import.ts'
import type {
  AppealView,
  CaseFileView,
  CaseListView,
  CaseRow,
  FigureView,
  OffersView,
  OperationView,
  OverviewView,
  PlanDirectives,
  PlanView,
  ProblemView,
  Reason,
  SessionView,
  WhatIfView,
} from '../domain/views.ts'
import type { DroppedAudit } from '../actions/drop-old-audit.ts'
import type { ExportedAudit } from '../actions/audit-file.ts'
import type { SealedOperation, VerifiedOperation } from '../actions/seal-audit.ts'
import type { AuditListView, AuditStateView, BreakGlassView } from '../domain/audit-views.ts'
import type { AccountsView, OwnAccountView } from '../domain/account-views.ts'
import type { JobView } from '../domain/job.ts'
import type {
  LikelyView,
  PairView,
  PersonFileView,
  PersonListView,
  PersonRow,
  QueueView,
  RecordView,
  RegisteredView,
} from '../domain/person-views.ts'
import type {
  NotesView,
  PatientsView,
  ResearchView,
  SitesView,
  TravellersView,
} from '../domain/role-views.ts'
import type { ProblemFile } from '../placement/format/problem-file.ts'
import type { ResultFile } from '../placement/format/write-result.ts'
import type { BackupSummary } from '../storage/backup/write-backup.ts'
import { CLAIM_EXAMPLES } from '../testing/claim-examples.ts'
import type { Full } from '../testing/full.ts'
import type { Finding } from '../storage/embedded/inspect-machine.ts'
import { STATE_EXAMPLES } from '../testing/state-examples.ts'

const FOLDER = fileURLToPath(new URL('../../docs/schemas/', import.meta.url))

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
}

async function readSchema(name: string): Promise<Schema> {
  return JSON.parse(await readFile(join(FOLDER, `${name}.schema.json`), 'utf8')) as Schema
}

/** What is wrong with the value as JSON carries it; empty when it is as the schema says. */
async function faults(name: string, value: unknown): Promise<readonly string[]> {
  const schema = z.fromJSONSchema((await readSchema(name)) as never)
  const result = schema.safeParse(JSON.parse(JSON.stringify(value)))
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

const day = '2014-03-31'
const instant = '2014-03-31T09:30:00.000Z'
const batch = '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
const sha256 = 'a'.repeat(64)
const reason: Full<Reason> = { code: 'persons', text: 'Places 3 persons.', params: { persons: 3 } }
const operation: OperationView = {
  name: 'Camp L.',
  countryOfAsylum: 'IRQ',
  today: day,
  isExercise: true,
}
const figure: Full<FigureView> = {
  id: 'departed_ALB',
  value: 208,
  unit: 'persons',
  asOf: day,
  knownOn: day,
  definition: 'Different persons who boarded.',
  state: 'ALB',
}
const row: Full<CaseRow> = {
  case: 'C-7K2M9QT',
  principal: 'Sample One',
  status: 'submitted',
  statusSince: day,
  referredOn: day,
  waitingDays: 0,
  priority: 'UG',
  primary: 'LPN',
  secondary: 'MED',
  persons: 3,
  state: 'ALB',
  offer: 'ALB-1',
}
const check = {
  kind: 'visa',
  status: 'cleared',
  issued: day,
  expires: day,
  document: 'V-1',
} as const
const issue = { code: 'I8', message: 'No consent.', path: 'lines.0', row: 2, column: 'state' }

const exported: Full<ExportView> = {
  export: batch,
  what: 'cases',
  format: 'xlsx',
  purpose: 'for the meeting of the working group',
  filters: { status: 'ready' },
  rows: 3,
  sha256,
  by: 'officer.one',
  at: instant,
}

const names = [{ text: 'Sample', script: 'latin', role: 'given' }] as const
const birth = {
  text: '1360',
  calendar: 'solar_hijri',
  earliest: '1981-03-21',
  latest: '1982-03-20',
  precision: 'year',
} as const
const identity = { names, sex: 'female', birth, ageYears: 32, nationality: 'IRN' } as const
const personRow: Full<PersonRow> = {
  person: 'P-1',
  ...identity,
  household: 'H-1',
  case: { case: 'C-7K2M9QT', status: 'ready' },
  alsoRecordedAs: ['P-2'],
}
const record: Full<RecordView> = {
  person: 'P-1',
  ...identity,
  languages: ['pes'],
  needs: ['WR'],
  protectionStatus: 'refugee',
  location: 'camp',
  engagement: 'willing',
  registeredOn: day,
  diedOn: day,
  leftOn: day,
  departedOn: day,
  household: {
    household: 'H-1',
    members: [{ person: 'P-3', names, sex: 'male', birth, matches: 'P-4' }],
  },
  cases: [{ case: 'C-7K2M9QT', status: 'ready', relationship: 'PA' }],
}
const evidence = {
  band: 'likely',
  bits: 12.5,
  probability: 0.93,
  why: [{ field: 'given', level: 'same_sound', bits: 6.2, rarity: 'rare' }],
} as const

const spread = { mean: 1, sd: 0, min: 1, max: 1 }
const groupOutcome = { group: 'north', cases: 2, mean: 0.8 }

const auditReport = {
  ok: false,
  entries: 1,
  lanes: 1,
  checkpoints: 1,
  lastCheckpointAt: '2014-06-01T12:00:00.000000Z',
  vouched: 1,
  notVouched: 0,
  sealsTried: 1,
  droppedEntries: 0,
  faultCount: 1,
  faults: [
    { fault: 'removed', lane: 'l', seq: 1, checkpoint: 1, toSeq: 2, message: 'Gone.' } as const,
  ],
}
const grant = {
  grant: '01900000-0000-7000-8000-000000000001',
  by: 'officer.one',
  kind: 'case',
  reference: 'C-1',
  site: 'north',
  reason: 'a reason of some length',
  openedAt: '2014-06-01T12:00:00.000Z',
  endsAt: '2014-06-01T13:00:00.000Z',
  isOpen: false,
  acknowledgedAt: '2014-06-01T14:00:00.000Z',
  acknowledgedBy: 'reviewer.one',
} as const

const EXAMPLES: {
  readonly figures: { readonly figures: readonly Full<FigureView>[] }
  readonly 'figure-events': Full<FigureEventsView>
  readonly session: Full<SessionView>
  readonly 'own-account': Full<OwnAccountView>
  readonly accounts: Full<AccountsView>
  readonly overview: Full<OverviewView>
  readonly cases: Full<CaseListView>
  readonly case: Full<CaseFileView>
  readonly offers: Full<OffersView>
  readonly persons: Full<PersonListView>
  readonly person: Full<PersonFileView>
  readonly likely: Full<LikelyView>
  readonly registered: Full<RegisteredView>
  readonly job: Full<JobView>
  readonly travellers: Full<TravellersView>
  readonly patients: Full<PatientsView>
  readonly research: Full<ResearchView>
  readonly notes: Full<NotesView>
  readonly sites: Full<SitesView>
  readonly pairs: Full<QueueView>
  readonly pair: Full<PairView>
  readonly plan: Full<PlanView>
  readonly 'plan-directives': Full<PlanDirectives>
  readonly 'what-if': Full<WhatIfView>
  readonly approval: Full<Approval>
  readonly 'import-report': Full<ImportReport>
  readonly imports: { readonly imports: readonly Full<ImportView>[] }
  readonly 'undone-import': Full<UndoneImport>
  readonly mappings: { readonly mappings: readonly Full<MappingView>[] }
  readonly export: Full<ExportView>
  readonly exports: { readonly exports: readonly Full<ExportView>[] }
  readonly backup: Full<BackupSummary> & { readonly file: string; readonly fileBytes: number }
  readonly 'context-report': Full<ContextReport>
  readonly 'errf-validation': { readonly files: readonly Full<ErrfReport>[] }
  readonly 'errf-export': Full<ExportedErrf>
  readonly appeal: Full<AppealView>
  readonly doctor: { readonly findings: readonly Full<Finding>[] }
  readonly 'placement-problem': Full<ProblemFile>
  readonly 'placement-result': Full<ResultFile>
  readonly 'placement-check': Full<PlacementCheck>
  readonly simulation: Full<Simulation>
  readonly frontier: { readonly points: readonly Full<FrontierLine>[] }
  readonly 'read-reports': Full<ReadReportsView>
  readonly 'reading-score': Full<Awaited<ReturnType<typeof scoreReading>>>
  readonly match: Full<Omit<MatchedFiles, 'pairs' | 'pairCount'>> & {
    readonly seconds: number
    readonly pairs: readonly Full<ToldMatch>[]
  }
  readonly 'audit-entries': Full<AuditListView>
  readonly 'audit-state': Full<AuditStateView>
  readonly 'audit-verification': { readonly operations: readonly Full<VerifiedOperation>[] }
  readonly 'audit-checkpoints': { readonly checkpoints: readonly Full<SealedOperation>[] }
  readonly 'audit-export': Full<ExportedAudit>
  readonly 'audit-drop': { readonly operations: readonly Full<DroppedAudit>[] }
  readonly 'break-glass': Full<BreakGlassView>
  readonly 'break-glass-list': { readonly grants: readonly Full<BreakGlassView>[] }
  readonly error: Full<ProblemView>
} = {
  figures: { figures: [figure] },
  'figure-events': {
    figure: 'departed_ALB',
    total: 1,
    page: 1,
    pageSize: 100,
    rows: [
      { event: 'e-1', type: 'travel.boarded', effectiveOn: day, person: 'P-1', case: 'C-7K2M9QT' },
    ],
  },
  'own-account': {
    account: { handle: 'officer.one', displayName: 'Officer One', role: 'field_officer' },
    proofs: { password: true, code: true, recoveryCodes: 9, passkeys: 1, outside: [] },
    passkeys: [{ passkey: 'k-1', name: 'Laptop', madeAt: instant, usedAt: instant }],
    sessions: [
      {
        session: 's-1',
        device: 'Firefox, Linux',
        openedWith: 'passkey',
        openedAt: instant,
        seenAt: instant,
        isThis: true,
      },
    ],
    isFresh: true,
    mayLink: false,
  },
  accounts: {
    accounts: [
      {
        handle: 'liaison.alb',
        displayName: 'Liaison',
        role: 'state_liaison',
        sites: ['*'],
        state: 'ALB',
        disabledAt: instant,
        proofs: {
          password: false,
          code: false,
          recoveryCodes: 0,
          passkeys: 0,
          outside: ['https://x'],
        },
        sessions: 0,
      },
    ],
  },
  session: {
    operation,
    account: { handle: 'officer.one', displayName: 'Officer One', role: 'field_officer' },
    mayActAs: [{ handle: 'reviewer.one', displayName: 'Reviewer One', role: 'reviewer' }],
    version: '0.1.0',
  },
  overview: {
    operation,
    figures: [figure],
    pipeline: [{ status: 'ready', cases: 1, persons: 3 }],
    oldestWaiting: [row],
    expiringFirst: [
      {
        case: 'C-7K2M9QT',
        person: 'P-1',
        kind: 'medical',
        expires: day,
        daysLeft: -2,
        travelOn: day,
      },
    ],
    incidents: [
      {
        happenedOn: day,
        reference: 'attack-2013-12-26',
        whenPrecision: 'day',
        wherePrecision: 'place',
        kind: 'attack',
        where: 'camp',
        figures: [
          {
            figure: 'F-7K2M9QT',
            measure: 'killed',
            unit: 'persons',
            low: 3,
            best: 3,
            high: null,
            approximate: false,
            status: 'single_origin',
          },
        ],
        statements: [{ measure: 'killed', value: 3, publisher: 'A publisher', statedOn: day }],
      },
    ],
    plan: { madeAt: instant, persons: 3, cases: 1, unplacedCases: 1, unplacedPersons: 2 },
  },
  persons: { total: { persons: 1 }, page: 1, pageSize: 50, rows: [personRow] },
  person: {
    ...record,
    shownAs: 'P-2',
    alsoRecordedAs: [record],
    pairs: [{ other: 'P-2', status: 'same', band: 'sure' }],
  },
  likely: {
    likely: [{ person: personRow, mustBeJudged: true, ...evidence }],
    birth,
    elsewhere: false,
    issues: [issue],
  },
  travellers: {
    total: { persons: 1 },
    rows: [
      {
        ...{ person: 'P-1', names, sex: 'female', birth, languages: ['pes'] },
        ...{ case: 'C-7K2M9QT', nationality: 'IRN', travelNeeds: ['DS'], state: 'ALB' },
        ...{ outcome: 'booked', travelOn: day, departedOn: day, pickUp: 'camp', checks: [check] },
      },
    ],
  },
  patients: {
    total: { persons: 1 },
    rows: [
      {
        ...{ person: 'P-1', names, sex: 'female', birth, languages: ['pes'] },
        ...{ medicalNeeds: ['SM'], needsMedicalPlace: true },
        check: { status: 'cleared', issued: day, expires: day },
      },
    ],
  },
  research: {
    ...{ total: { persons: 1 }, page: 1, pageSize: 1000 },
    rows: [
      {
        ...{ pseudonym: 'a'.repeat(64), casePseudonym: 'b'.repeat(64), sex: 'female' },
        ...{ ageBand: '18-59', registeredYear: 2013, protectionStatus: 'refugee' },
        ...{ location: 'camp', engagement: 'willing', caseStatus: 'ready', priority: 'NR' },
        ...{ primary: 'LPN', referredYear: 2013, departedYear: 2014, arrivedYear: 2014 },
      },
    ],
  },
  notes: {
    person: 'P-1',
    notes: [{ note: 'What nobody else may learn.', by: 'officer.one', at: instant }],
  },
  sites: {
    sites: [{ site: 'main', name: 'Main site', kind: 'camp', officers: ['officer.one'] }],
  },
  registered: {
    person: 'P-1',
    household: 'H-1',
    isNew: true,
    judgedDifferent: ['P-2'],
    parked: 1,
    elsewhere: true,
  },
  pairs: {
    status: 'open',
    counts: { open: 1, same: 0, different: 0, unsure: 0 },
    page: 1,
    pageSize: 50,
    rows: [
      {
        left: 'P-1',
        right: 'P-2',
        leftNames: names,
        rightNames: names,
        band: 'sure',
        bits: 20,
        changed: false,
      },
    ],
  },
  pair: {
    ...evidence,
    status: 'open',
    changed: true,
    turn: 1,
    rules: '1',
    left: record,
    right: record,
    judgements: [
      {
        verdict: 'withdrawn',
        by: 'reviewer.one',
        at: instant,
        reason: 'in haste',
        rules: '1',
        bits: 12.5,
      },
    ],
    hindrances: [issue],
  },
  cases: { total: { cases: 1, persons: 3 }, page: 1, pageSize: 50, rows: [row] },
  case: {
    version: '3.abc',
    case: 'C-7K2M9QT',
    status: 'closed',
    statusSince: day,
    referredOn: day,
    waitingDays: 5,
    hold: 'medical',
    closure: 'resettled',
    priority: 'EM',
    justified: true,
    primary: 'LPN',
    secondary: 'MED',
    drafter: 'officer.one',
    reviewer: 'reviewer.one',
    members: [
      {
        person: 'P-1',
        relationship: 'PA',
        names: [{ text: 'Sample', script: 'latin', role: 'given' }],
        sex: 'female',
        birth: {
          text: '1360',
          calendar: 'solar_hijri',
          earliest: '1981-03-21',
          latest: '1982-03-20',
          precision: 'year',
        },
        ageYears: 32,
        nationality: 'XXA',
        needs: ['SM'],
        needsMedicalPlace: true,
        languages: ['pes'],
        protectionStatus: 'refugee',
        consent: { on: day, states: ['ALB'] },
        consentNeeded: true,
        location: 'camp',
        safe: false,
        engagement: 'willing',
        household: 'H-1',
      },
    ],
    links: [{ case: 'C-2', kind: 'must_same_country', waived: false, status: 'ready' }],
    submissions: [
      {
        offer: 'ALB-1',
        state: 'ALB',
        status: 'decided',
        decision: 'accepted',
        drafter: 'officer.one',
        reviewer: 'reviewer.one',
        transmittedOn: day,
        decidedOn: day,
        members: [
          {
            person: 'P-1',
            outcome: 'arrived',
            travelOn: day,
            departedOn: day,
            arrivedOn: day,
            checks: [check],
          },
        ],
      },
    ],
    timeline: [
      {
        type: 'case.held',
        effectiveOn: day,
        recordedAt: instant,
        actor: 'officer.one',
        reason: 'waits',
        person: 'P-1',
        facts: { hold: 'medical' },
      },
    ],
    violations: [{ rule: 'I5', message: 'Look again.', warning: true }],
  },
  offers: {
    offers: [
      {
        offer: 'ALB-1',
        status: 'confirmed',
        open: true,
        terms: {
          state: 'ALB',
          programme: 'Humanitarian admission',
          kind: 'humanitarian_admission',
          total: 210,
          about: false,
          countingBasis: 'persons',
          consumedAt: 'submission',
          mode: 'both',
          emergencyPlaces: 10,
          medicalPlaces: 5,
          unallocatedPlaces: 0,
          opensOn: day,
          closesOn: day,
          missionOn: day,
          criteria: {
            nationalities: ['IRN'],
            categories: ['LPN'],
            languages: ['eng'],
            excludedNeeds: ['SM'],
            minCaseSize: 1,
            maxCaseSize: 6,
            acceptsMedical: true,
            text: 'As published.',
          },
          statedBy: 'A publisher',
          statedOn: day,
          source: 'a report',
        },
        used: 208,
        reserved: 2,
        free: 0,
        persons: { submitted: 210, accepted: 210, departed: 208, arrived: 208 },
      },
    ],
    context: {
      origins: ['IRN'],
      years: [2012, 2013],
      rows: [{ state: 'ALB', arrivals: [null, 208], persons: 208 }],
      attribution: ['UNHCR'],
    },
  },
  plan: {
    plan: 'PLAN-7K2M9QT',
    status: 'time_limit',
    madeAt: instant,
    asOf: day,
    madeBy: 'officer.one',
    levels: [{ id: 'persons', text: 'persons placed' }],
    objective: [3],
    bound: [4],
    gap: 0.25,
    seconds: 0.7,
    check: [],
    lines: [
      {
        case: 'C-7K2M9QT',
        offer: 'ALB-1',
        state: 'ALB',
        persons: 3,
        priority: 'NR',
        why: [reason],
        margin: { offer: 'DEU-1', loses: reason },
        whyNot: [{ offer: 'DEU-2', why: reason }],
        locked: false,
        change: 'moved',
        previousOffer: 'DEU-1',
        approvedBy: 'reviewer.one',
      },
    ],
    unplaced: [{ case: 'C-2', persons: 2, priority: 'NR', why: [reason] }],
    offers: [
      {
        offer: 'ALB-1',
        state: 'ALB',
        countingBasis: 'persons',
        used: 3,
        free: 0,
        oneMore: [{ of: 'medical', places: 1, persons: null, text: 'Not worked out.' }],
      },
    ],
    conflict: [reason],
    comparedWith: {
      plan: 'PLAN-2',
      madeAt: instant,
      same: 0,
      moved: 1,
      added: 0,
      dropped: 0,
    },
    forbidden: [{ case: 'C-2', offer: 'ALB-1' }],
    urgency: {
      level: 'acute',
      because: [{ reference: 'attack-2013-12-26', kind: 'attack', happenedOn: day }],
    },
  },
  'plan-directives': {
    lock: [{ case: 'C-2', offer: 'ALB-1' }],
    forbid: [{ case: 'C-2', offer: 'DEU-1' }],
    lift: [{ case: 'C-2', offer: 'DEU-2' }],
  },
  'what-if': {
    plan: 'PLAN-2',
    status: 'impossible',
    holds: true,
    levels: [{ id: 'persons', text: 'persons placed', before: 4, after: 3 }],
    changes: [
      {
        case: 'C-7K2M9QT',
        persons: 3,
        priority: 'NR',
        from: 'ALB-1',
        to: 'DEU-1',
        why: reason,
      },
    ],
    conflict: [reason],
    seconds: 0.03,
  },
  approval: { submitted: ['C-7K2M9QT'], refused: [{ case: 'C-2', issues: [issue] }] },
  'import-report': {
    path: 'register.csv',
    file: 'register.csv',
    sha256,
    rows: 1,
    counts: { newPersons: 1 },
    problems: [issue],
    problemCount: 1,
    warnings: [issue],
    ignoredColumns: ['shoe_size'],
    headers: {
      matched: [{ field: 'person_id', header: 'ID', by: 'word' }],
      guesses: [{ field: 'sex', header: 'Sexx' }],
    },
    fittingMappings: ['camp office'],
    changes: [
      {
        kind: 'person',
        id: 'P-1',
        row: 2,
        isNew: false,
        fields: [{ field: 'sex', before: 'male', after: 'female' }],
      },
    ],
    changeCount: 1,
    batch,
    parked: { pairs: 3, suspected: 1, elsewhere: true },
  },
  imports: {
    imports: [
      {
        batch,
        kind: 'register',
        file: 'register.csv',
        rows: 1,
        by: 'officer.one',
        at: instant,
        undoneAt: instant,
      },
    ],
  },
  mappings: {
    mappings: [
      {
        kind: 'register',
        name: 'camp office',
        map: { sex: 'Gender' },
        by: 'officer.one',
        at: instant,
      },
    ],
  },
  export: exported,
  exports: { exports: [exported] },
  backup: {
    madeAt: instant,
    schema: '0001-foundation',
    tables: 1,
    rows: 2,
    bytes: 3,
    file: 'onward.backup.age',
    fileBytes: 4,
  },
  'undone-import': {
    batch,
    persons: 1,
    cases: 1,
    offers: 0,
    kept: [
      {
        kind: 'person',
        reference: 'P-1',
        because: { of: 'C-1', type: 'case.recommended', by: 'reviewer.one', at: instant, batch },
      },
    ],
  },
  'context-report': {
    measure: 'submissions',
    rows: 2,
    persons: 9,
    firstYear: 2012,
    lastYear: 2013,
    leftOut: { rows: 1, persons: 4 },
    warnings: [issue],
    attribution: 'UNHCR',
    alreadyThere: false,
  },
  'errf-validation': {
    files: [
      {
        file: 'cases.xml',
        version: '2.8',
        cases: 1,
        persons: 2,
        valid: false,
        counts: { fatal: 0, error: 1, warning: 0 },
        findings: [
          {
            code: 'unknown_code',
            severity: 'error',
            case: 1,
            caseNumber: '999-R0001',
            block: 'dataIndividual',
            row: 1,
            individual: '00000002-0000-4000-8000-000000000010',
            field: 'SexCode',
            line: 19,
            message: 'SexCode holds a code that the list does not have.',
            help: 'Use a code of the list.',
            path: 'CASE[1] 999-R0001/dataIndividual[1]/SexCode, line 19',
          },
        ],
      },
    ],
  },
  'errf-export': {
    out: 'cases.xml',
    cases: 1,
    persons: 2,
    leftOut: ['C-7K2M9QT'],
    missing: [issue],
    notes: [issue],
    notHeld: [{ fact: 'consent', unit: 'persons', count: 1 }],
  },
  appeal: { asOf: day, markdown: '# Appeal', html: '<h1>Appeal</h1>' },
  doctor: { findings: [{ id: 'clock', ok: false, what: 'The clock is late.', remedy: 'Set it.' }] },
  'placement-problem': {
    resources: ['people'],
    localities: [{ id: 'A', capacity: { people: 2 }, minimum: { people: 1 }, region: 'north' }],
    cases: [
      {
        id: 'c1',
        needs: { people: 1 },
        scores: { A: -0.5 },
        preferences: ['A'],
        group: 'g',
        lock: 'A',
      },
    ],
    together: [['c1']],
    near: [['c1']],
  },
  'placement-result': {
    status: 'optimal',
    objective: 0.41,
    bound: 0.41,
    gap: 0,
    assignments: [{ case: 'c1', locality: 'A', score: 0.41, margin: 0.03 }],
    unplaced: ['c9'],
    prices: [{ locality: 'A', resource: 'people', price: 0.08 }],
    certificate: {
      prices: [0.08],
      proof: {
        against: 0.41,
        grain: 0.25,
        nodes: [
          {
            steps: [{ multipliers: [1], prices: [0] }],
            case: 0,
            children: [{ locality: -1, node: 1 }],
          },
        ],
      },
    },
    conflict: {
      words: ['The case "c1" is locked to "A".'],
      locks: ['c1'],
      together: [0],
      near: [0],
      minimum: [{ locality: 'A', resource: 'people' }],
      capacities: [{ locality: 'A', resource: 'people' }],
    },
    seconds: 0.01,
  },
  'placement-check': {
    holds: false,
    findings: [{ path: 'objective', message: 'is 2, but the scores of the plan sum to 1.7' }],
    total: 1,
  },
  simulation: {
    ...{ cases: 2, history: 0, batches: 1, order: 'file' },
    hindsight: { value: 1.7, bound: 1.7, unplaced: 0, groups: [groupOutcome], seconds: 0.01 },
    policies: [
      {
        ...{ policy: 'onward', share: spread, unplaced: spread, buildUp: spread, seconds: spread },
        runs: [
          {
            ...{ seed: 1, value: 1.7, share: 1, unplaced: 0, buildUp: 0 },
            ...{ groups: [groupOutcome], seconds: 0.01 },
          },
        ],
      },
    ],
  },
  frontier: {
    points: [
      {
        ...{ name: 'outcome alone', kind: 'outcome', outcome: 1.7, outcomeShare: 1, placed: 2 },
        ...{ firstChoice: 0.5, meanRank: 1.5, worstGroup: 0.8 },
      },
    ],
  },
  'read-reports': {
    reports: [
      {
        file: 'report.txt',
        published: day,
        publishedFrom: 'given',
        publisher: 'Relief Agency',
        dropped: 0,
        claims: [
          {
            id: 'c1',
            measure: 'residents',
            unit: 'persons',
            value: { kind: 'about', point: 3200 },
            asOf: { from: day, to: day, calendar: 'gregorian' },
            asOfBasis: 'published',
            reportedOn: day,
            stance: 'asserts',
            hops: [
              {
                relation: 'says',
                span: { start: 0, end: 10, text: 'The agency' },
                name: 'Relief Agency',
                isAnonymous: false,
                isPublisher: true,
              },
            ],
            hedges: ['reportedly'],
            spans: [{ part: 'value', start: 16, end: 27, text: 'about 3,200' }],
            band: 'likely',
            doubts: ['hedged'],
            links: [{ type: 'repeats', to: 'c0' }],
          },
        ],
        attributions: [
          {
            source: { start: 0, end: 10, text: 'The agency' },
            cue: { start: 11, end: 15, text: 'said' },
            content: [{ start: 16, end: 40, text: 'about 3,200 live there.' }],
            stance: 'asserts',
          },
        ],
        quantities: [
          {
            start: 16,
            end: 27,
            text: 'about 3,200',
            value: { kind: 'about', point: 3200 },
            isShare: false,
            isMoney: false,
            change: { direction: 'up', role: 'to' },
          },
        ],
      },
    ],
  },
  match: {
    tables: [
      {
        file: 'register.csv',
        records: 2,
        columns: [{ header: 'DOB', field: 'birth', kind: 'date' }],
        ignored: ['shoe'],
      },
    ],
    candidates: 1,
    counts: { sure: 1, likely: 0, possible: 0, unlikely: 0 },
    seconds: 0.2,
    model: {
      fields: [
        { field: { name: 'sex', kind: 'code', shared: false }, m: [0, 1, 0], u: [0, 0.5, 0.5] },
      ],
      prior: -12.5,
      kinPrior: -9,
      community: { at: 0, u: [[0, 0.5, 0.5]] },
    },
    pairs: [
      {
        a: 'R1',
        b: 'R2',
        probability: 0.999,
        bits: 22.4,
        band: 'sure',
        why: [
          {
            field: 'given',
            level: 'same_sound',
            bits: 9.1,
            rarity: 'rare',
            text: 'given name is spelt differently and sounds the same (rare)',
          },
        ],
      },
    ],
  },
  'reading-score': {
    sentences: 1,
    gold: 1,
    read: 1,
    right: 1,
    f1: 1,
    slots: {
      measure: { right: 1, f1: 1 },
      value: { right: 1, f1: 1 },
      as_of: { right: 1, f1: 1 },
      origin: { right: 1, f1: 1 },
      stance: { right: 1, f1: 1 },
    },
    relays: { gold: 0, right: 0 },
    sure: { read: 1, right: 1, precision: 1, recall: 1 },
    critical: {
      denial_as_assertion: 0,
      none_as_some: 0,
      wrong_unit: 0,
      wrong_year: 0,
      label_outside_quotation: 0,
      unattributed: 0,
    },
    misses: ['H01 missed: killed'],
  },
  job: {
    job: 'job',
    kind: 'scan',
    status: 'failed',
    done: 1,
    total: 2,
    queuedAt: '2014-06-01T12:00:00.000Z',
    endedAt: '2014-06-01T12:00:01.000Z',
    cancelAsked: false,
    attempts: 1,
    result: { persons: 1 },
    fault: { code: 'invalid_input', message: 'Not written.', issues: [issue] },
  },
  ...STATE_EXAMPLES,
  ...CLAIM_EXAMPLES,
  'audit-entries': {
    entries: [
      {
        entry: 'lane/1',
        at: instant,
        by: 'reviewer.one',
        role: 'reviewer',
        kind: 'export',
        action: 'register.export',
        subjects: [{ subject: `export:${batch}`, reference: 'P-1' }],
        facts: { rows: 1 },
        purpose: 'for the ministry',
      },
    ],
    next: 'at~lane~1',
  },
  'audit-state': {
    key: '0011223344556677',
    lastCheckpoint: { seq: 1, at: instant, hash: '00' },
    verified: { at: instant, ...auditReport },
  },
  'audit-verification': { operations: [{ operation: 'Camp L.', ...auditReport }] },
  'audit-checkpoints': {
    checkpoints: [
      { operation: 'Camp L.', seq: 1, at: instant, hash: '00', entries: 1, refusedLanes: ['lane'] },
    ],
  },
  'audit-export': { out: 'audit.jsonl', entries: 1, checkpoints: 1, sha256: '00' },
  'audit-drop': {
    operations: [
      {
        operation: 'Camp L.',
        lanes: 1,
        entries: 2,
        checkpoint: { seq: 1, at: instant, hash: '00' },
      },
    ],
  },
  'break-glass': grant,
  'break-glass-list': { grants: [grant] },
  error: {
    error: {
      code: 'conflict',
      message: 'Not recorded.',
      issues: [issue],
      conflicts: [{ field: 'location', person: 'P-1', before: 'a', now: 'b', mine: 'c' }],
    },
  },
}

test.each(Object.entries(EXAMPLES))(
  'an example of %s with every field of its type is as the schema says',
  async (name, example) => {
    expect(await faults(name, example)).toEqual([])
  },
)

test.each(Object.entries(EXAMPLES))(
  'the schema of %s knows no property that its type lacks',
  async (name, example) => {
    const schema = await readSchema(name)
    expect(unseen(schema, schema, JSON.parse(JSON.stringify(example)) as Json)).toEqual([])
  },
)

/** Properties that the schema names and the example lacks, by path. */
function unseen(root: Schema, schema: Schema, value: Json, path = ''): readonly string[] {
  const named = schema.$ref === undefined ? schema : root.$defs?.[schema.$ref.slice(8)]
  if (named === undefined) return [`${path}: ${schema.$ref}`]
  if (named.anyOf !== undefined) {
    const shape = Array.isArray(value) ? 'array' : 'object'
    const option = named.anyOf.find((one) => one.type === shape)
    return option === undefined ? [] : unseen(root, option, value, path)
  }
  if (Array.isArray(value))
    return value.length === 0 || named.items === undefined
      ? []
      : unseen(root, named.items, value[0] as Json, `${path}[0]`)
  return Object.entries(named.properties ?? {}).flatMap(([key, property]) => {
    const found = (value as Readonly<Record<string, Json>>)[key]
    return found === undefined
      ? [`${path}.${key}`]
      : unseen(root, property, found, `${path}.${key}`)
  })
}

test.each(Object.entries(EXAMPLES))(
  'the schema of %s refuses a property more, and one less',
  async (name, example) => {
    expect(await faults(name, { ...example, more: 1 })).not.toEqual([])
    const { required = [] } = await readSchema(name)
    for (const key of required) {
      const { [key]: _gone, ...rest } = example as Readonly<Record<string, unknown>>
      expect({ key, faults: (await faults(name, rest)).length }).not.toEqual({ key, faults: 0 })
    }
  },
)

test('every object in every schema says what else it may hold', async () => {
  const names = await readdir(FOLDER)
  expect(names.toSorted()).toEqual(
    Object.keys(EXAMPLES)
      .map((name) => `${name}.schema.json`)
      .toSorted(),
  )
  for (const file of names) {
    const open = objectsIn(await readSchema(file.replace('.schema.json', ''))).filter(
      (one) => one.additionalProperties === undefined || one.additionalProperties === true,
    )
    expect({ file, open }).toEqual({ file, open: [] })
  }
})

function objectsIn(value: unknown): readonly Schema[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(objectsIn)
  return 'type' in value && value.type === 'object' ? [value as Schema, ...inside] : inside
}

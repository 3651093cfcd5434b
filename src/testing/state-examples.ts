import type { AnswersView } from '../actions/states/read-answers.ts'
import type { Snapshot } from '../domain/snapshot.ts'
import type {
  CorrectionView,
  InboxView,
  MissionView,
  StateActView,
  StateCaseRow,
  StatedOfferView,
  StateHomeView,
  StateKeysView,
  TransmissionView,
} from '../domain/state-views.ts'
import type { SignedReceipt } from '../exchange/states/transmission-file.ts'

type Full<T> = T extends readonly (infer One)[]
  ? readonly Full<One>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Full<T[Key]> }
    : T

const day = '2014-03-31'
const instant = '2014-03-31T09:30:00.000Z'
const sha256 = 'a'.repeat(64)
const mission: Full<MissionView> = {
  mission: 'M-7K2M9QT',
  state: 'NOR',
  from: day,
  to: day,
  place: 'Sample town',
  status: 'planned',
  cases: ['C-7K2M9QT'],
}
const offer: Full<StatedOfferView> = {
  offer: 'O-7K2M9QT',
  state: 'NOR',
  status: 'stated',
  statedAt: instant,
  programme: 'Sample programme',
  kind: 'resettlement',
  total: 40,
  countingBasis: 'persons',
  mode: 'dossier',
  opensOn: day,
  closesOn: day,
  emergencyPlaces: 2,
  medicalPlaces: 3,
  criteriaText: 'Families with children.',
}
const row: Full<StateCaseRow> = {
  case: 'C-7K2M9QT',
  persons: 3,
  priority: 'UG',
  primary: 'LPN',
  programme: 'Sample programme',
  status: 'deferred',
  decision: 'split',
  transmittedOn: day,
  waitingDays: 0,
  version: 2,
  deferredWhy: 'security_checks',
  interviewOn: day,
  clock: { of: 'deferral', on: day, daysLeft: -3 },
  undecided: 1,
}
const snapshot: Full<Snapshot> = {
  format: 'onward-snapshot/1',
  case: 'C-7K2M9QT',
  version: 2,
  state: 'NOR',
  programme: 'Sample programme',
  offer: 'O-7K2M9QT',
  transmittedOn: day,
  priority: 'UG',
  primary: 'LPN',
  secondary: 'MED',
  links: [{ case: 'C-2M9QT7K', kind: 'must_same_country' }],
  members: [
    {
      person: 'P-7K2M9QT',
      relationship: 'PA',
      names: [{ text: 'Testa Probe', script: 'latin', role: 'full' }],
      sex: 'female',
      birth: {
        text: '1990',
        calendar: 'gregorian',
        earliest: '1990-01-01',
        latest: '1990-12-31',
        precision: 'year',
      },
      nationality: 'IRN',
      protectionStatus: 'refugee',
      languages: ['pes'],
      needs: ['DS'],
      needsMedicalPlace: false,
    },
  ],
}
const difference = { of: 'case', field: 'priority', before: '"NR"', after: '"UG"' }

/** An example of each view of the States' room with every field of its type, by its schema. */
export const STATE_EXAMPLES = {
  'state-home': {
    state: 'NOR',
    today: day,
    cases: [row],
    missions: [mission],
    offers: [offer],
  } satisfies Full<StateHomeView>,
  transmission: {
    ...row,
    state: 'NOR',
    decidedOn: day,
    versions: [{ snapshot, sha256, sentAt: instant, reason: 'Sample.', differences: [difference] }],
    decisions: [
      { person: 'P-7K2M9QT', decision: 'denied', decidedOn: day, reasonKind: 'security' },
    ],
    messages: [{ side: 'state', at: instant, text: 'Sample?', by: 'liaison.nor' }],
  } satisfies Full<TransmissionView>,
  'state-act': {
    case: 'C-7K2M9QT',
    status: 'decided',
    decision: 'denied',
    closed: true,
  } satisfies Full<StateActView>,
  'state-mission': mission,
  'stated-offer': offer,
  'state-inbox': {
    today: day,
    unseen: 1,
    page: 1,
    pageSize: 50,
    total: 1,
    acts: [
      {
        act: 'A-7K2M9QT',
        state: 'NOR',
        kind: 'decided',
        side: 'state',
        by: 'liaison.nor',
        at: instant,
        case: 'C-7K2M9QT',
        facts: { accepted: '1' },
        seenBy: 'officer.one',
      },
    ],
    openQuestions: [{ case: 'C-7K2M9QT', state: 'NOR', at: instant }],
    overdue: [{ ...row, state: 'NOR' }],
    offers: [offer],
    missions: [mission],
  } satisfies Full<InboxView>,
  correction: {
    case: 'C-7K2M9QT',
    state: 'NOR',
    version: 3,
    sha256,
    differences: [difference],
    stops: ['1 members whose consent is needed have no valid one for NOR.'],
  } satisfies Full<CorrectionView>,
  'state-keys': {
    keys: [{ state: 'NOR', recipient: 'age1sample', setBy: 'admin.one', setAt: instant }],
  } satisfies Full<StateKeysView>,
  'state-receipt': {
    format: 'onward-receipt/1',
    file: 'T-7K2M9QT',
    state: 'NOR',
    sentAt: instant,
    sentBy: 'reviewer.one',
    fileSha256: sha256,
    cases: [{ case: 'C-7K2M9QT', version: 2, sha256 }],
    key: 'abcdef0123456789',
    signature: 'c2FtcGxl',
  } satisfies Full<SignedReceipt>,
  'state-answers': {
    file: 'T-7K2M9QT',
    state: 'NOR',
    cases: [{ case: 'C-7K2M9QT', answer: 'defer', accepted: 1, denied: 1, asked: true }],
  } satisfies Full<AnswersView>,
}

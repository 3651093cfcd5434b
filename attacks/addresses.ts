import type { Role } from '../src/domain/role.ts'
import type { Ids } from './two-operations.ts'

/**
 * Every address of the API, and for whom it is: stated here once more, apart from the code, row by
 * row from resettlement.md §14.3. A new address without a row fails the tests.
 */
export interface Address {
  readonly method: 'GET' | 'POST'
  /** As the program knows it. */
  readonly path: string
  /** `open`: answers without a session. `all`: everyone who is signed in. */
  readonly who: readonly Role[] | 'all' | 'open'
  /** A body of the right form, where there is one. */
  readonly body?: (ids: Ids) => unknown
  readonly ends?: true
  readonly staysOpen?: true
  /** The body is a file's bytes. */
  readonly isUpload?: true
  /** The address, or its body, names something; of another operation it must not be found. */
  readonly names?: true
}

const WORKERS = ['field_officer', 'reviewer'] as const
const REPORTS = ['field_officer', 'reviewer', 'public_information', 'analyst'] as const
const DECIDERS = ['reviewer', 'public_information'] as const
const CLAIMS = [...REPORTS, 'auditor'] as const
const FIGURES = [...REPORTS, 'movement', 'medical', 'auditor'] as const

const get = (path: string, who: Address['who'], more: Partial<Address> = {}): Address => ({
  method: 'GET',
  path,
  who,
  ...more,
})
const post = (
  path: string,
  who: Address['who'],
  body: (ids: Ids) => unknown,
  more: Partial<Address> = {},
): Address => ({ method: 'POST', path, who, body, ...more })

const LIAISON = ['state_liaison'] as const
const NAMES = { names: true } as const
/** It ends the session it comes with. */
const ENDS = { ends: true } as const
/** Its answer does not end. */
const STAYS_OPEN = { staysOpen: true } as const
const NAME = [{ role: 'given', text: 'Attacked' }]

export const ADDRESSES: readonly Address[] = [
  get('/api/health', 'open'),
  get('/api/ready', 'open'),
  get('/api/sign-in/ways', 'open'),
  post('/api/sign-in/link', 'open', () => ({ token: 'none' })),
  post('/api/sign-in/password', 'open', () => ({ handle: 'nobody', password: 'not this one' })),
  post('/api/sign-in/passkey/options', 'open', () => ({})),
  post('/api/sign-in/passkey', 'open', () => ({ response: ASSERTION })),
  post('/api/sign-in/outside', 'open', () => ({})),
  post('/api/sign-in/outside/back', 'open', () => ({ query: 'code=x&state=x' })),
  post('/api/sign-out', 'open', () => ({})),
  get('/api/account', 'all'),
  post('/api/account/password', 'all', () => ({ password: 'short' })),
  post('/api/account/codes', 'all', () => ({})),
  post('/api/account/codes/confirm', 'all', () => ({ code: '000000' })),
  post('/api/account/codes/remove', 'all', () => ({})),
  post('/api/account/recovery-codes', 'all', () => ({})),
  post('/api/account/passkeys/options', 'all', () => ({})),
  post('/api/account/passkeys', 'all', () => ({ name: 'key', response: ATTESTATION })),
  post('/api/account/passkeys/:passkey/remove', 'all', () => ({})),
  post('/api/account/outside', 'all', () => ({})),
  post('/api/account/outside/remove', 'all', () => ({})),
  post('/api/account/sessions/:session/end', 'all', () => ({})),
  post('/api/account/sessions/end', 'all', () => ({}), ENDS),
  get('/api/accounts', ['administrator']),
  post('/api/accounts', ['administrator'], () => ({ handle: 'x', role: 'reviewer' })),
  ...['change', 'disable', 'enable', 'sign-out', 'link'].map((what) =>
    post(`/api/accounts/:handle/${what}`, ['administrator'], () => ({}), NAMES),
  ),
  post('/api/accounts/:handle/reset', ['administrator'], () => ({ what: ['password'] }), NAMES),
  get('/api/session', 'all'),
  post('/api/session/act-as', 'all', () => ({ account: 'attack.of-nobody' })),
  get('/api/overview', FIGURES),
  get('/api/cases', WORKERS),
  post('/api/cases/search', WORKERS, () => ({})),
  get('/api/cases/:case', WORKERS, NAMES),
  post(
    '/api/cases/:case/events',
    WORKERS,
    () => ({ type: 'case.assessment_started', data: {} }),
    NAMES,
  ),
  get('/api/persons', WORKERS),
  post('/api/persons/likely', WORKERS, () => ({ names: NAME })),
  post('/api/persons', WORKERS, () => ({ draft: { names: [] } })),
  get('/api/persons/:person', WORKERS, NAMES),
  post('/api/persons/search', WORKERS, () => ({})),
  get('/api/persons/:person/notes', WORKERS, NAMES),
  post('/api/persons/:person/notes', WORKERS, () => ({ note: '' }), NAMES),
  get('/api/travellers', ['movement']),
  get('/api/patients', ['medical']),
  get('/api/research', ['analyst']),
  get('/api/sites', [...WORKERS, 'administrator']),
  post('/api/sites', ['administrator'], () => ({ site: '', name: '', kind: 'camp' })),
  get('/api/erasures', ['reviewer']),
  post('/api/erasures', ['reviewer'], (ids) => erasureOf(ids), NAMES),
  post('/api/erasures/:person/confirm', ['reviewer'], () => ({}), NAMES),
  post('/api/erasures/:person/withdraw', ['reviewer'], () => ({}), NAMES),
  get('/api/audit', ['auditor']),
  get('/api/audit/entries', ['auditor']),
  post('/api/audit/verify', ['auditor'], () => ({})),
  get('/api/break-glass', [...WORKERS, 'auditor']),
  post('/api/break-glass', ['field_officer'], (ids) => glassFor(ids), NAMES),
  post('/api/break-glass/:grant/acknowledge', ['reviewer', 'auditor'], () => ({}), NAMES),
  post('/api/break-glass/:grant/end', [...WORKERS, 'auditor'], () => ({}), NAMES),
  get('/api/same', WORKERS),
  get('/api/same/:left/:right', WORKERS, NAMES),
  post('/api/same/:left/:right', WORKERS, () => ({ verdict: 'unsure' }), NAMES),
  post('/api/same/:left/:right/undo', WORKERS, () => ({}), NAMES),
  get('/api/offers', [...WORKERS, 'public_information', 'analyst']),
  get('/api/figures', FIGURES),
  get('/api/figures/:figure/events', WORKERS),
  get('/api/plan', WORKERS),
  post('/api/plan/solve', WORKERS, (ids) => lockOf(ids), NAMES),
  post('/api/plan/what-if', WORKERS, (ids) => lockOf(ids), NAMES),
  post('/api/plan/approve', ['reviewer'], (ids) => ({ cases: [ids.case] }), NAMES),
  get('/api/jobs', 'all'),
  get('/api/jobs/:job', 'all', NAMES),
  post('/api/jobs/:job/cancel', 'all', () => ({}), NAMES),
  post('/api/same/scan', WORKERS, () => ({})),
  get('/api/live', 'all', STAYS_OPEN),
  get('/api/state/home', LIAISON),
  get('/api/state/cases/:case', LIAISON, NAMES),
  post('/api/state/cases/:case/answer', LIAISON, () => ({ answer: 'acknowledge' }), NAMES),
  post('/api/state/cases/:case/decisions', LIAISON, (ids) => deniedBy(ids), NAMES),
  post('/api/state/cases/:case/messages', LIAISON, () => ({ text: 'Who is this?' }), NAMES),
  post('/api/state/missions', LIAISON, (ids) => missionFor(ids), NAMES),
  post('/api/state/missions/:mission/held', LIAISON, () => ({}), NAMES),
  post('/api/state/missions/:mission/cancelled', LIAISON, () => ({}), NAMES),
  post('/api/state/offers', LIAISON, () => PLACES),
  post('/api/state/offers/:offer/withdraw', LIAISON, () => ({}), NAMES),
  get('/api/states/inbox', WORKERS),
  post('/api/states/inbox/seen', WORKERS, () => ({ acts: ['none'] })),
  get('/api/states/cases/:case', WORKERS, NAMES),
  post('/api/states/cases/:case/messages', WORKERS, () => ({ text: 'This is who.' }), NAMES),
  get('/api/states/cases/:case/correction', WORKERS, NAMES),
  post('/api/states/cases/:case/correction', WORKERS, () => CORRECTION, NAMES),
  post('/api/states/offers/:offer/take-over', ['reviewer'], () => ({ as: 'declined' }), NAMES),
  get('/api/states/keys', ['reviewer', 'administrator']),
  post('/api/states/keys', ['reviewer', 'administrator'], () => KEY),
  get('/api/claims', CLAIMS),
  post('/api/claims', REPORTS, () => ({})),
  post('/api/claims/decisions', DECIDERS, (ids) => decisionOn(ids), NAMES),
  post('/api/claims/:claim/correction', DECIDERS, () => ({ reason: 'wrong' }), NAMES),
  post('/api/claims/:claim/links', DECIDERS, (ids) => linkTo(ids), NAMES),
  post('/api/claims/:claim/evidence', DECIDERS, () => ({ kind: 'document' }), NAMES),
  get('/api/documents', CLAIMS),
  post('/api/documents', REPORTS, () => REPORT),
  get('/api/documents/:document', CLAIMS, NAMES),
  get('/api/bodies', CLAIMS),
  get('/api/claim-figures', CLAIMS),
  get('/api/claim-figures/:figure', CLAIMS, NAMES),
  get('/api/incidents', [...REPORTS, 'movement', 'auditor']),
  post('/api/incidents', WORKERS, () => ({})),
  get('/api/imports/mappings', WORKERS),
  post('/api/imports/mappings', WORKERS, () => ({ kind: 'register', name: '', map: {} })),
  post('/api/imports/mappings/delete', WORKERS, () => ({ kind: 'register', name: 'none' })),
  get('/api/imports/fields', 'all'),
  get('/api/exports', [...WORKERS, 'auditor']),
  post('/api/exports', WORKERS, () => ({ what: 'persons', format: 'csv', purpose: 'an attack' })),
  get('/api/imports', WORKERS),
  { ...post('/api/imports/dry-run?kind=register&name=a.csv', WORKERS, () => ''), isUpload: true },
  { ...post('/api/imports/write?kind=register&name=a.csv', WORKERS, () => ''), isUpload: true },
  {
    ...post('/api/imports/error-file?kind=register&name=a.csv', WORKERS, () => ''),
    isUpload: true,
  },
  post('/api/imports/:batch/undo', WORKERS, () => ({}), NAMES),
  get('/api/editions', REPORTS),
  post('/api/editions', ['public_information'], () => ({})),
  get('/api/editions/:text', REPORTS, NAMES),
  get('/api/appeal', REPORTS),
  ...['html', 'md', 'pdf', 'docx', 'json', 'csv'].map((one) => get(`/api/appeal.${one}`, REPORTS)),
]

const PLACES = {
  ...{ programme: 'Attack', kind: 'resettlement', total: 1, countingBasis: 'persons' },
  mode: 'dossier',
}
const CORRECTION = { reason: 'wrong', sha256: 'none' }
const KEY = { state: 'ALB', recipient: 'no key' }
const ASSERTION = {
  ...{ id: 'x', rawId: 'x', type: 'public-key', clientExtensionResults: {} },
  response: { clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' },
}
const ATTESTATION = {
  ...{ id: 'x', rawId: 'x', type: 'public-key', clientExtensionResults: {} },
  response: { clientDataJSON: 'x', attestationObject: 'x' },
}

function erasureOf({ person }: Ids): unknown {
  return { person, reason: 'person_asked' }
}

function glassFor(ids: Ids): unknown {
  return { kind: 'case', reference: ids.case, reason: 'An attack, tried' }
}

function deniedBy({ person }: Ids): unknown {
  return { version: 1, members: [{ person, decision: 'denied' }] }
}

function missionFor(ids: Ids): unknown {
  return { from: '2016-02-01', to: '2016-02-02', place: 'Camp', cases: [ids.case] }
}

const REPORT = {
  publisher: 'agency',
  publishedOn: '2014-01-02',
  subject: 'camp',
  text: 'Nobody was attacked.',
}

function decisionOn({ claim }: Ids): unknown {
  return { claims: [claim], verdict: 'rejected' }
}

function linkTo({ claim }: Ids): unknown {
  return { to: claim, type: 'repeats' }
}

function lockOf(ids: Ids): unknown {
  return { lift: [{ case: ids.case, offer: 'L-1' }] }
}

/** What the program's own list of addresses says for this one. */
export function patternOf({ method, path }: Address): string {
  return `${method} ${path.split('?')[0]}`
}

/** The address with its gaps filled. */
export function pathOf({ path }: Address, ids: Ids): string {
  return path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(ids[name as keyof Ids] ?? 'nothing'),
  )
}

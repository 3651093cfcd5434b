import type { Activity } from './access.ts'
import { mayDo } from './access.ts'
import type { Role } from './role.ts'

/** What live updates tell apart. `figures` are made of cases, persons and claims. */
export const NEWS_KINDS = [
  'case',
  'person',
  'pair',
  'offer',
  'plan',
  'claim',
  'incident',
  'import',
  'job',
  'publication',
  'figures',
] as const

export type NewsKind = (typeof NEWS_KINDS)[number]

/** Which right to read lets an account know that something of a kind changed. */
const TOLD_TO: Readonly<Record<NewsKind, Activity | undefined>> = {
  case: 'case.read',
  person: 'person.read',
  pair: 'pair.read',
  offer: 'offer.read',
  plan: 'plan.read',
  claim: 'claim.read',
  incident: 'figures.read',
  import: 'register.import',
  // Each account reads its own jobs only.
  job: undefined,
  publication: 'appeal.read',
  figures: 'figures.read',
}

/** The kinds of changes that an account of this role may know of. */
export function kindsToldTo(role: Role): ReadonlySet<NewsKind> {
  return new Set(
    NEWS_KINDS.filter((kind) => {
      const activity = TOLD_TO[kind]
      return activity === undefined || mayDo(role, activity)
    }),
  )
}

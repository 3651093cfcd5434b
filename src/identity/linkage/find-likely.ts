import { candidatePairs } from './block-pairs.ts'
import { blockRules } from './block-keys.ts'
import { Explainer, POSSIBLE } from './explain-pair.ts'
import { householdEvidence, MOST_HOUSEHOLD_BITS } from './households.ts'
import { rarity, Weigher } from './link-model.ts'
import type { LinkTable } from './link-table.ts'
import type { IdentityRecord, Match } from './match.ts'
import { registerModel, registerTable } from './register-fields.ts'
import { scorePairs } from './score-pairs.ts'
import { trainModel, withOwnStrangers } from './train-model.ts'

/** Version of keys, fields and weights, kept with every judgement: a change of any changes it. */
export const LINKAGE_RULES = '2'

export interface FindOptions {
  /** Persons in the register. */
  readonly population: number
  /** Share of the persons who bear a word of this skeleton, without its mark. */
  readonly share?: (skeletonWord: string) => number | undefined
}

/** Chance that two people taken at random bear one name: of field-like registers (our choice). */
const MEAN_SHARE = 0.008

/** Weighs every candidate against one person, best first; reasons in full. */
export function findLikely(
  subject: IdentityRecord,
  candidates: readonly IdentityRecord[],
  options: FindOptions,
): readonly Match[] {
  if (candidates.length === 0) return []
  const table = registerTable([subject, ...candidates])
  const model = registerModel(options.population)
  const weigher = new Weigher(table, model, raritiesOf(table, options))
  const explainer = new Explainer(table, model, weigher)
  return candidates
    .map((_, at) => explainer.explain(0, at + 1))
    .toSorted((one, other) => other.bits - one.bits)
}

function raritiesOf(table: LinkTable, { share }: FindOptions): (Float32Array | undefined)[] {
  const byPhrase = Float32Array.from(table.phrases.phrases, (phrase) => {
    const shares = phrase.words.flatMap((word) => share?.(word) ?? [])
    // A name of several words is as rare as its rarest.
    return shares.length === 0 ? 0 : rarity(MEAN_SHARE, Math.min(...shares))
  })
  return table.fields.map(({ kind }) => (kind === 'name' ? byPhrase : undefined))
}

/**
 * Keys under which to keep a person so that records that may be the same are found by one lookup:
 * the rules of `blockRules` without those that only help where nothing else is known, and without
 * those for slips, which are half of all keys. Measured on 3,000 invented pairs, one of each with
 * slips, missing parts, the other script and years off by one: 24 keys a person find 99.2 %, all
 * rules' 65 keys 99.9 %.
 */
export function candidateKeys(record: IdentityRecord): readonly string[] {
  return candidateKeysOfAll([record])[0] ?? []
}

/** The same for many at once, which costs much less. */
export function candidateKeysOfAll(
  records: readonly IdentityRecord[],
): readonly (readonly string[])[] {
  const rules = [...blockRules(registerTable(records)).entries()].filter(
    ([, rule]) => !NOT_KEPT.has(rule.name),
  )
  return records.map((_, record) => {
    const keys = new Set<string>()
    for (const [at, rule] of rules)
      rule.keysOf(record, (key) => keys.add(`${at.toString(36)}.${key.toString(36)}`))
    return [...keys]
  })
}

const NOT_KEPT: ReadonlySet<string> = new Set([
  'rare name word',
  'first sounds, day and month',
  'first sounds, birth year, place',
  'name word, place',
  'name word with a slip, birth year',
  'two name words with a slip',
  'two parents',
])

export interface MatchAllOptions {
  /** Records from this one on are new: pairs of two older ones are left out. */
  readonly firstNew?: number
  readonly onProgress?: (done: number, total: number) => void
}

/** Records from which a register teaches its own weights. */
const ENOUGH_TO_LEARN = 2_000

/** Every pair that deserves a person's look, best first. */
export function matchAll(
  records: readonly IdentityRecord[],
  { firstNew = 0, onProgress = () => {} }: MatchAllOptions = {},
): readonly Match[] {
  const table = registerTable(records)
  table.firstNew = firstNew
  const pairs = candidatePairs(table)
  const model =
    records.length < ENOUGH_TO_LEARN
      ? withOwnStrangers(table, registerModel(records.length))
      : trainModel(table, pairs)
  const scored = scorePairs(table, model, pairs, POSSIBLE - MOST_HOUSEHOLD_BITS, onProgress)
  const households = householdEvidence(table, scored)
  const explainer = new Explainer(table, model)
  const matches: Match[] = []
  for (const [at, logOdds] of scored.logOdds.entries()) {
    const evidence = households.get(at)
    if (logOdds + (evidence?.bits ?? 0) < POSSIBLE) continue
    matches.push(explainer.explain(scored.first[at] ?? 0, scored.second[at] ?? 0, evidence))
  }
  return matches.toSorted((one, other) => other.bits - one.bits)
}

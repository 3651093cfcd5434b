import type { EvidenceBand, EvidenceReason } from '../../domain/person-views.ts'
import { Comparer } from './compare.ts'
import { levelsOf } from './field.ts'
import type { HouseholdEvidence } from './households.ts'
import type { LinkModel } from './link-model.ts'
import { probabilityOf, Weigher } from './link-model.ts'
import type { LinkTable } from './link-table.ts'
import type { Match } from './match.ts'

/** Bits of rarity from which it is worth a word. */
const WORTH_A_WORD = 1.5

/** Says of pairs of one table what speaks for and against each. */
export class Explainer {
  readonly #table: LinkTable
  readonly #model: LinkModel
  readonly #comparer: Comparer
  readonly #weigher: Weigher
  readonly #levels: Uint8Array

  constructor(table: LinkTable, model: LinkModel, weigher = new Weigher(table, model)) {
    this.#table = table
    this.#model = model
    this.#comparer = new Comparer(table)
    this.#weigher = weigher
    this.#levels = new Uint8Array(table.fields.length)
  }

  /** The pair as a match: the bits of its reasons and the prior add up to its log2 odds. */
  explain(a: number, b: number, household?: HouseholdEvidence): Match {
    this.#comparer.compare(a, b, this.#levels)
    const why: EvidenceReason[] = []
    for (const [at, field] of this.#table.fields.entries()) {
      const level = this.#levels[at] ?? 0
      if (level === 0) continue
      const rarity = this.#weigher.rarityBits(at, level, a, b)
      why.push({
        field: field.name,
        level: levelsOf(field.kind)[level] ?? '',
        bits: rounded(this.#weigher.fieldBits(at, this.#levels, a, b)),
        ...(Math.abs(rarity) < WORTH_A_WORD ? {} : { rarity: rarity > 0 ? 'rare' : 'frequent' }),
      })
    }
    const weight = this.#weigher.weigh(this.#levels, a, b)
    const kin = this.#weigher.logOdds(weight) - this.#model.prior - weight.all
    if (kin < -0.5) why.push({ field: 'relatives', level: 'may_be_kin', bits: rounded(kin) })
    if (household !== undefined)
      why.push({ field: 'household', level: household.level, bits: household.bits })
    const logOdds = this.#weigher.logOdds(weight) + (household?.bits ?? 0)
    return {
      a: this.#table.ids[a] ?? '',
      b: this.#table.ids[b] ?? '',
      probability: Math.round(probabilityOf(logOdds) * 1e6) / 1e6,
      bits: rounded(logOdds - this.#model.prior),
      band: bandOf(logOdds),
      why: why.toSorted((one, other) => other.bits - one.bits),
    }
  }
}

function rounded(bits: number): number {
  return Math.round(bits * 10) / 10
}

/** log2 odds from which a pair is worth a person's look: 1 to 50. */
export const POSSIBLE = -5.65

/** log2 odds from which a band begins: 500 to 1, even, 1 to 50. */
const BANDS: readonly (readonly [from: number, band: EvidenceBand])[] = [
  [9, 'sure'],
  [0, 'likely'],
  [POSSIBLE, 'possible'],
]

/** A band from log2 odds. */
export function bandOf(logOdds: number): EvidenceBand {
  return BANDS.find(([from]) => logOdds >= from)?.[1] ?? 'unlikely'
}

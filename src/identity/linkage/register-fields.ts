import type { NamePart } from '../../domain/person.ts'
import type { Field } from './field.ts'
import type { FieldModel, LinkModel } from './link-model.ts'
import { LinkTable } from './link-table.ts'
import type { Value } from './link-table.ts'
import type { IdentityRecord } from './match.ts'

/** The fields of a register. */
export const REGISTER_FIELDS: readonly Field[] = [
  { name: 'given', kind: 'name', shared: false },
  { name: 'family', kind: 'name', shared: true },
  { name: 'father', kind: 'name', shared: true },
  { name: 'grandfather', kind: 'name', shared: true },
  { name: 'mother', kind: 'name', shared: true },
  { name: 'whole', kind: 'name', shared: false },
  { name: 'birth', kind: 'date', shared: false },
  { name: 'sex', kind: 'code', shared: false },
  { name: 'place', kind: 'code', shared: true },
  { name: 'document', kind: 'number', shared: false },
]

/**
 * Shares for a register too small to learn from, and for one person at a desk: counted on 20,000
 * generated records, seed 21 (src/testing/register-shares.ts; its test counts them again). m is
 * nine parts counted and one part `firstM`, because the field is untidier than a generator; u is of
 * two people of one nationality. By hand, because the generator has no such thing: the mother's
 * name (as the father's), `overlap` of ages, place and document.
 */
const SHARES: Readonly<Record<string, Omit<FieldModel, 'field'>>> = {
  given: {
    m: [0, 0.371, 0.508, 0.0469, 0.0289, 0.0135, 0.0326],
    u: [0, 0.00186, 0.00395, 0.00143, 0.00838, 0.984, 0.000055],
  },
  family: {
    m: [0, 0.387, 0.561, 0.0278, 0.0105, 0.0132, 0.001],
    u: [0, 0.0011, 0.00295, 0.00034, 0.00648, 0.989, 0.00001],
  },
  father: {
    m: [0, 0.391, 0.558, 0.0267, 0.0123, 0.0108, 0.001],
    u: [0, 0.0047, 0.00866, 0.000296, 0.00557, 0.981, 0.00001],
  },
  grandfather: {
    m: [0, 0.397, 0.564, 0.0216, 0.00983, 0.00597, 0.001],
    u: [0, 0.00525, 0.00941, 0.000295, 0.00594, 0.979, 0.00001],
  },
  mother: {
    m: [0, 0.391, 0.558, 0.0267, 0.0123, 0.0108, 0.001],
    u: [0, 0.0047, 0.00866, 0.000296, 0.00557, 0.981, 0.00001],
  },
  whole: {
    m: [0, 0.199, 0.439, 0.276, 0.0467, 0.039, 0.001],
    u: [0, 0.00001, 0.00001, 0.000258, 0.0021, 0.998, 0.00001],
  },
  birth: {
    m: [0, 0.686, 0.146, 0.02, 0.0201, 0.0872, 0.00211, 0.0144, 0.0312, 0.0107],
    u: [0, 0.0000222, 0.0045, 0.0015, 0.00001, 0.00102, 0.000241, 0.00952, 0.0118, 0.973],
  },
  sex: {
    m: [0, 0.982, 0.0184],
    u: [0, 0.501, 0.499],
  },
  place: { m: [0, 0.95, 0.05], u: [0, 0.6, 0.4] },
  document: { m: [0, 0.9, 0.05, 0.05], u: [0, 0.00001, 0.0001, 0.99989] },
}

/** The priors follow from the population: one in ten is recorded twice, with five relatives each. */
export function registerModel(population: number): LinkModel {
  const persons = Math.max(10, population)
  return {
    fields: REGISTER_FIELDS.map((field) => ({ field, ...(SHARES[field.name] ?? NO_SHARES) })),
    prior: Math.log2(0.1 / persons),
    kinPrior: Math.log2(5 / persons),
  }
}

const NO_SHARES = { m: [], u: [] }

/** Makes a table of records; ids and households as given. */
export function registerTable(records: readonly IdentityRecord[]): LinkTable {
  const table = new LinkTable(REGISTER_FIELDS)
  for (const record of records) table.add(record.id, registerValues(record), record.household)
  return table.seal()
}

function registerValues({ names, birth, sex, place, documents }: IdentityRecord): Value[][] {
  const of = (role: NamePart['role']): string[] =>
    names.filter((part) => part.role === role).map((part) => part.text)
  const full = of('full')
  return [
    of('given'),
    of('family'),
    of('father'),
    of('grandfather'),
    of('mother'),
    [...full, ...wholeNames(names)],
    birth === undefined ? [] : [birth],
    sex === undefined || sex === 'unknown' ? [] : [sex],
    place === undefined ? [] : [place],
    [...(documents ?? [])],
  ]
}

/** Given, father's and family name together, once in each script: to meet a record with one full name. */
function wholeNames(names: readonly NamePart[]): string[] {
  const scripts = new Set(names.filter((part) => part.role === 'given').map((part) => part.script))
  return [...scripts].map((script) =>
    (['given', 'father', 'family'] as const)
      .flatMap(
        (role) => names.find((part) => part.role === role && part.script === script)?.text ?? [],
      )
      .join(' '),
  )
}

import type { NamePart } from '../../domain/person.ts'
import type { Field } from './field.ts'
import type { LinkModel } from './link-model.ts'
import { LinkTable } from './link-table.ts'
import type { Value } from './link-table.ts'
import type { IdentityRecord } from './match.ts'

/** The fields of a register, in the order of REGISTER_MODEL. */
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

/** m and u of a name whose values spread like given names do. */
const NAME_M = [0, 0.52, 0.3, 0.09, 0.03, 0.05, 0.01]
const NAME_U = [0, 0.006, 0.006, 0.008, 0.06, 0.9199, 0.0001]

/**
 * For a register too small to learn from, and for one person at a desk. Set by hand, not yet
 * estimated from any register (docs/match.md, limits). The priors follow from the population.
 */
export function registerModel(population: number): LinkModel {
  const persons = Math.max(10, population)
  const name = { m: NAME_M, u: NAME_U }
  const parts = [
    name,
    { m: [0, 0.5, 0.3, 0.08, 0.03, 0.09, 0.0001], u: NAME_U },
    name,
    name,
    name,
    {
      m: [0, 0.4, 0.25, 0.2, 0.08, 0.07, 0.0001],
      u: [0, 0.0002, 0.0002, 0.004, 0.03, 0.9656, 0.0001],
    },
    {
      m: [0, 0.6, 0.2, 0.03, 0.05, 0.02, 0.04, 0.03, 0.03],
      u: [0, 0.0001, 0.008, 0.0001, 0.0008, 0.0003, 0.02, 0.02, 0.9508],
    },
    { m: [0, 0.985, 0.015], u: [0, 0.5, 0.5] },
    { m: [0, 0.95, 0.05], u: [0, 0.6, 0.4] },
    { m: [0, 0.9, 0.05, 0.05], u: [0, 0.00001, 0.0001, 0.99989] },
  ]
  return {
    fields: REGISTER_FIELDS.map((field, at) => ({
      field,
      m: parts[at]?.m ?? [],
      u: parts[at]?.u ?? [],
    })),
    // One in ten people is recorded twice; each has some five relatives in the register.
    prior: Math.log2(0.1 / persons),
    kinPrior: Math.log2(5 / persons),
  }
}

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

import type { FaultList } from './fault-list.ts'
import { entriesOf, findId, kindOf, pick, readId, readList } from './json-shape.ts'
import { shown, step } from './names.ts'
import { needFault, readAmounts, scoreFault } from './read-amounts.ts'
import type { Head } from './read-localities.ts'
import { indexFor } from './read-localities.ts'

const CASE_KEYS = ['id', 'needs', 'scores', 'preferences', 'group', 'lock']

/** Reads cases one after the other into rows of numbers. */
export class CaseTable {
  readonly index = new Map<string, number>()
  readonly ids: string[] = []
  readonly groupIndex = new Map<string, number>()
  readonly preferences: (readonly number[])[] = []
  hasLocks = false
  hasPreferences = false
  readonly #head: Head
  readonly #faults: FaultList
  #needs: Float64Array
  #scores: Float64Array
  #locks: Int32Array
  #groups: Int32Array

  /** `expected` cases: as many as will probably come; more may. */
  constructor(head: Head, expected: number, faults: FaultList) {
    this.#head = head
    this.#faults = faults
    const rows = Math.max(1, Math.ceil(expected))
    this.#needs = new Float64Array(rows * head.resources.length)
    this.#scores = new Float64Array(rows * head.localities.length)
    this.#locks = new Int32Array(rows)
    this.#groups = new Int32Array(rows)
  }

  get length(): number {
    return this.ids.length
  }

  /** cases x resources. */
  get needs(): Float64Array {
    return this.#needs.subarray(0, this.length * this.#head.resources.length)
  }

  /** cases x localities, NaN where not allowed. */
  get scores(): Float64Array {
    return this.#scores.subarray(0, this.length * this.#head.localities.length)
  }

  get locks(): Int32Array {
    return this.#locks.subarray(0, this.length)
  }

  get groups(): Int32Array {
    return this.#groups.subarray(0, this.length)
  }

  add(value: unknown): void {
    const i = this.ids.length
    if (i >= this.#locks.length) this.#grow()
    const faults = this.#faults
    const path = `cases[${i}]`
    const object = entriesOf(value)
    if (object === undefined) faults.add(path, `must be an object, not ${kindOf(value)}`)
    const [id, needs, scores, preferences, group, lock] =
      object === undefined ? [] : pick(object, CASE_KEYS, path, faults)
    const L = this.#head.localities.length
    const row = this.#scores.subarray(i * L, (i + 1) * L).fill(NaN)
    this.#locks[i] = -1
    this.#groups[i] = -1
    this.ids.push(object === undefined ? '' : this.#readCaseId(id, i))
    if (object === undefined) return
    this.#readNeeds(needs, i, path)
    this.#readScores(scores, row, path)
    this.#readPreferences(preferences, i, path)
    if (group !== undefined) {
      const name = readId(group, `${path}.group`, faults)
      if (name !== undefined) this.#groups[i] = indexFor(this.groupIndex, name)
    }
    if (lock !== undefined) this.#readLock(lock, row, i, path)
  }

  #readCaseId(value: unknown, i: number): string {
    const path = `cases[${i}].id`
    const id = readId(value, path, this.#faults)
    if (id === undefined) return ''
    const before = this.index.get(id)
    if (before === undefined) this.index.set(id, i)
    else this.#faults.add(path, `the id ${shown(id)} is also that of cases[${before}]`)
    return id
  }

  #readNeeds(value: unknown, i: number, path: string): void {
    const { resourceIndex, resources, most } = this.#head
    const R = resources.length
    const row = this.#needs.subarray(i * R, (i + 1) * R)
    if (
      !readAmounts(
        value,
        { row, resources: resourceIndex },
        `${path}.needs`,
        this.#faults,
        needFault,
      )
    )
      return
    for (let k = 0; k < R; k += 1)
      if ((row[k] as number) > (most[k] as number))
        this.#faults.add(
          `${path}.needs${step(resources[k] ?? '')}`,
          `${row[k]} is more than any locality has: the most is ${most[k]}`,
        )
  }

  #readScores(value: unknown, row: Float64Array, path: string): void {
    const faults = this.#faults
    const object = entriesOf(value)
    if (object === undefined) {
      if (value === undefined)
        faults.add(`${path}.scores`, 'is missing; {} stands for a case that is allowed nowhere')
      else
        faults.add(
          `${path}.scores`,
          `must be an object of locality to number, not ${kindOf(value)}`,
        )
      return
    }
    const { keys, values } = object
    for (let k = 0; k < keys.length; k += 1) {
      const key = keys[k] as string
      const score = values[k]
      const l = this.#head.localityIndex.get(key)
      const fault =
        l === undefined
          ? `there is no locality ${shown(key)}`
          : typeof score !== 'number'
            ? `must be a number, not ${kindOf(score)}; leave out a locality that is not allowed`
            : Number.isNaN(row[l])
              ? scoreFault(score)
              : 'comes twice'
      if (fault === undefined) row[l as number] = score as number
      else faults.add(`${path}.scores${step(key)}`, fault)
    }
  }

  #readPreferences(value: unknown, i: number, path: string): void {
    const faults = this.#faults
    const list = readList(value, `${path}.preferences`, faults)
    const wanted: number[] = []
    list?.forEach((one, k) => {
      const at = `${path}.preferences[${k}]`
      const l = findId(one, this.#head.localityIndex, 'locality', at, faults)
      if (l < 0) return
      if (wanted.includes(l)) faults.add(at, `${kindOf(one)} comes twice`)
      else wanted.push(l)
    })
    if (list !== undefined) this.hasPreferences = true
    this.preferences[i] = wanted
  }

  #readLock(value: unknown, row: Float64Array, i: number, path: string): void {
    const l = findId(value, this.#head.localityIndex, 'locality', `${path}.lock`, this.#faults)
    if (l < 0) return
    this.hasLocks = true
    this.#locks[i] = l
    if (Number.isNaN(row[l]))
      this.#faults.add(`${path}.lock`, `${kindOf(value)} is not among the scores of this case`)
  }

  #grow(): void {
    const rows = this.#locks.length * 2
    this.#needs = grown(this.#needs, rows * this.#head.resources.length)
    this.#scores = grown(this.#scores, rows * this.#head.localities.length)
    this.#locks = grownInts(this.#locks, rows)
    this.#groups = grownInts(this.#groups, rows)
  }
}

function grown(old: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(length)
  larger.set(old)
  return larger
}

function grownInts(old: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(length)
  larger.set(old)
  return larger
}

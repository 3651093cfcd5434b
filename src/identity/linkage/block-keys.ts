import type { Column, LinkTable } from './link-table.ts'

/**
 * One way of finding pairs: records with an equal key are compared. No single field is needed by
 * all rules together, so that a missing or misspelt one loses no pair (docs/match.md).
 */
export interface BlockRule {
  readonly name: string
  /** Pushes the keys of a record, 32-bit hashes; none when the fields it needs are missing. */
  readonly keysOf: (record: number, push: (key: number) => void) => void
}

/** What blocking needs of one distinct name. */
interface NameKeys {
  readonly words: readonly number[]
  /** The first sound of each word. */
  readonly sounds: readonly number[]
  /** Each word with one sound left out, and whole: words one slip apart share one of them. */
  readonly slips: readonly number[]
}

/** The rules that the fields of a table allow. */
export function blockRules(table: LinkTable): readonly BlockRule[] {
  const keys = new RecordKeys(table)
  const rules: BlockRule[] = []
  const rule = (name: string, keysOf: BlockRule['keysOf']): void => {
    const seed = mix(rules.length + 1, 0x51ed270b)
    rules.push({ name, keysOf: (record, push) => keysOf(record, (key) => push(mix(key, seed))) })
  }
  const { words, sounds, slips, date, place } = keys
  rule('two name words', (r, push) => pairsOf(words(r), push))
  rule('name word, birth year', (r, push) => each(words(r), date(r).even, push))
  rule('name word, birth year either side', (r, push) => each(words(r), date(r).odd, push))
  rule('birth day', (r, push) => push1(date(r).day, push))
  rule('name word, day and month', (r, push) => each(words(r), date(r).inYear, push))
  rule('name word, place', (r, push) => each(words(r), place(r), push))
  rule('rare name word', (r, push) => words(r).forEach(push))
  rule('name word with a slip, birth year', (r, push) => each(slips(r), date(r).year, push))
  rule('two name words with a slip', (r, push) => each(slips(r), keys.shortOf(r), push))
  rule('first sounds, day and month', (r, push) => each(sounds(r), date(r).inYear, push))
  rule('first sounds, birth year, place', (r, push) =>
    pairsOf(sounds(r), (two) => push1(both(both(two, date(r).year), place(r)), push)),
  )
  rule('name word, a parent', (r, push) =>
    keys.parents(r).forEach((one) => each(words(r), one, push)),
  )
  rule('two parents', (r, push) => pairsOf(keys.parents(r), push))
  rule('a parent, birth year', (r, push) => each(keys.parents(r), date(r).year, push))
  for (const column of table.columns) {
    const { kind, name } = column.field
    if (kind === 'number') rule(name, (r, push) => keys.values(column, r).forEach(push))
    if (kind !== 'text') continue
    rule(name, (r, push) => keys.values(column, r).forEach(push))
    rule(`${name}, first sound`, (r, push) =>
      keys.values(column, r).forEach((value) => each(sounds(r), value, push)),
    )
    rule(`words of ${name}`, (r, push) => keys.textWords(column, r).forEach(push))
  }
  return rules
}

class RecordKeys {
  readonly #table: LinkTable
  readonly #names: readonly Column[]
  readonly #parents: readonly Column[]
  readonly #birth: Column | undefined
  readonly #place: Column | undefined
  readonly #keysOfPhrase: NameKeys[] = []
  readonly #nameKeys: Partial<Record<keyof NameKeys, KeyLists>> = {}
  #parentKeys: KeyLists | undefined
  readonly #keysOfValue = new Map<Column, number[]>()
  readonly #wordsOfText = new Map<Column, (readonly number[])[]>()

  constructor(table: LinkTable) {
    this.#table = table
    const named = (names: readonly string[]): Column[] =>
      table.columns.filter(({ field }) => names.includes(field.name))
    const parts = named(['given', 'family'])
    this.#names = parts.length > 0 ? [...parts, ...named(['whole'])] : named(['whole'])
    this.#parents = named(['father', 'mother', 'grandfather'])
    this.#birth = table.columns.find(({ field }) => field.kind === 'date')
    const codes = table.columns.filter(({ field }) => field.kind === 'code' && field.name !== 'sex')
    this.#place = codes.find(({ field }) => field.name === 'place') ?? codes[0]
  }

  readonly words = (record: number): Uint32Array => this.#ofNames(record, 'words')
  readonly sounds = (record: number): Uint32Array => this.#ofNames(record, 'sounds')
  readonly slips = (record: number): Uint32Array => this.#ofNames(record, 'slips')
  readonly parents = (record: number): Uint32Array =>
    (this.#parentKeys ??= this.#gather(this.#parents, 'words')).of(record)
  readonly place = (record: number): number => {
    return this.#place === undefined ? 0 : (this.values(this.#place, record)[0] ?? 0)
  }

  /** Keys of the values of a column; of their text, so that they hold in any table. */
  values(column: Column, record: number): readonly number[] {
    const known = this.#keysOfValue.get(column) ?? []
    if (known.length === 0) this.#keysOfValue.set(column, known)
    const book = this.#table.books[this.#table.columns.indexOf(column)]
    return Array.from(
      valuesOf(column, record),
      (value) => (known[value] ??= hashText(book?.values[value] ?? '')),
    )
  }

  /** The first sounds of all words together: with it, a slip key needs no date. */
  readonly shortOf = (record: number): number => {
    const sounds = this.sounds(record)
    return sounds.length < 2 ? 0 : sounds.toSorted().reduce(mix, 7)
  }

  /** Keys of the birth date; 0 where it does not say. */
  readonly date = (
    record: number,
  ): {
    year: number
    even: number
    odd: number
    day: number
    inYear: number
  } => {
    const id = this.#birth === undefined ? undefined : valuesOf(this.#birth, record)[0]
    if (id === undefined) return NO_DATE
    const { year, month, day } = this.#table.dates.partsOf(id)
    if (year === 0) return NO_DATE
    // 1 January says only the year; days and months are taken whichever comes first.
    const inYear = day === 0 ? 0 : Math.min(day, month) * 100 + Math.max(day, month)
    return {
      year,
      even: year >> 1,
      odd: (year + 1) >> 1,
      day: inYear === 0 ? 0 : year * 10_000 + inYear,
      inYear,
    }
  }

  textWords(column: Column, record: number): readonly number[] {
    const known = this.#wordsOfText.get(column) ?? []
    if (known.length === 0) this.#wordsOfText.set(column, known)
    return Array.from(valuesOf(column, record)).flatMap((value) => {
      const book = this.#table.books[this.#table.columns.indexOf(column)]
      return (known[value] ??= (book?.values[value] ?? '').split(' ').map(hashText))
    })
  }

  #ofNames(record: number, part: keyof NameKeys): Uint32Array {
    const known = this.#nameKeys[part] ?? this.#gather(this.#names, part)
    this.#nameKeys[part] = known
    return known.of(record)
  }

  /** Collects the keys of all records once: every rule asks for them again. */
  #gather(columns: readonly Column[], part: keyof NameKeys): KeyLists {
    const lists = new KeyLists(this.#table.size)
    const most = MOST_KEYS[part]
    const found: number[] = []
    for (let record = 0; record < this.#table.size; record++) {
      found.length = 0
      for (const { start, values } of columns)
        for (let at = start[record] ?? 0; at < (start[record + 1] ?? 0); at++)
          for (const key of this.#phrase(values[at] ?? 0)[part])
            if (found.length < most && !found.includes(key)) found.push(key)
      lists.push(found)
    }
    return lists
  }

  #phrase(id: number): NameKeys {
    return (this.#keysOfPhrase[id] ??= nameKeys(this.#table.phrases.phrases[id]?.words ?? []))
  }
}

/** A list of keys for each record, in one array. */
class KeyLists {
  readonly #start: Uint32Array
  #keys = new Uint32Array(1024)
  #records = 0

  constructor(size: number) {
    this.#start = new Uint32Array(size + 1)
  }

  /** The list of the next record. */
  push(keys: readonly number[]): void {
    const from = this.#start[this.#records] ?? 0
    if (from + keys.length > this.#keys.length) {
      const grown = new Uint32Array(this.#keys.length * 2 + keys.length)
      grown.set(this.#keys)
      this.#keys = grown
    }
    this.#keys.set(keys, from)
    this.#start[++this.#records] = from + keys.length
  }

  of(record: number): Uint32Array {
    return this.#keys.subarray(this.#start[record] ?? 0, this.#start[record + 1] ?? 0)
  }
}

const NO_DATE = { year: 0, even: 0, odd: 0, day: 0, inYear: 0 }

/** A name of very many words (a title, a note) must not swamp the blocks. */
const MOST_KEYS = { words: 6, sounds: 4, slips: 14 }

function nameKeys(words: readonly string[]): NameKeys {
  return {
    words: words.map(hashText),
    sounds: words.map((word) => hashText(word.slice(0, 1))),
    slips: words.flatMap((word) => [...slipsOf(word)].map(hashText)),
  }
}

/** The word and each form of it with one sound left out; short words keep what they have. */
export function slipsOf(word: string): ReadonlySet<string> {
  const forms = new Set([word])
  if (word.length >= 3)
    for (let at = 0; at < word.length; at++) forms.add(word.slice(0, at) + word.slice(at + 1))
  return forms
}

function valuesOf(column: Column, record: number): Int32Array {
  return column.values.subarray(column.start[record] ?? 0, column.start[record + 1] ?? 0)
}

type Keys = Uint32Array | readonly number[]

/** Each key with another; nothing when the other is missing. */
function each(keys: Keys, other: number, push: (key: number) => void): void {
  if (other !== 0) for (const key of keys) push(mix(key, other))
}

function push1(key: number, push: (key: number) => void): void {
  if (key !== 0) push(key)
}

function both(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : mix(a, b)
}

/** Every two of the keys, in one order. */
function pairsOf(keys: Keys, push: (key: number) => void): void {
  for (let i = 0; i < keys.length; i++)
    for (let j = i + 1; j < keys.length; j++) {
      const a = keys[i] ?? 0
      const b = keys[j] ?? 0
      push(a < b ? mix(a, b) : mix(b, a))
    }
}

/** FNV-1a with a last mixing. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return mix(hash, 1)
}

/** Two numbers to one of 32 bits, never 0. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ (a >>> 16), 0x7feb352d) ^ Math.imul(b, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b)
  return ((hash ^ (hash >>> 16)) >>> 0) + 1 || 1
}

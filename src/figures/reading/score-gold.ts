import type { Calendars } from './calendars.ts'
import type { NumberValue } from './quantity.ts'
import type { ReadClaim } from './read-claim.ts'
import { fold, withoutDeterminer } from './read-names.ts'
import type { ReportInput } from './read-report.ts'
import { readReports } from './read-report.ts'

/** Texts with what a careful person reads out of them (testdata/reading). */
export interface Gold {
  readonly timelines: readonly {
    readonly id: string
    readonly reports: readonly GoldReport[]
  }[]
}

interface GoldReport {
  readonly published: string
  readonly text: string
  readonly sentences: readonly { readonly start: number; readonly end: number }[]
  readonly claims: readonly GoldClaim[]
}

interface GoldClaim {
  readonly measure: string
  readonly unit: string | null
  readonly value: NumberValue | null
  readonly asOf: { readonly from: string; readonly to: string }
  readonly origin: {
    readonly kind: 'named' | 'document' | 'unknown'
    readonly names?: readonly string[]
    readonly orDocument?: boolean
  }
  readonly via?: string
  readonly stance: string
  readonly spans: {
    readonly sentence: { readonly start: number; readonly end: number }
    readonly value?: { readonly start: number; readonly end: number }
  }
}

const SLOTS = ['measure', 'value', 'as_of', 'origin', 'stance'] as const
type Slot = (typeof SLOTS)[number]

const CRITICAL = [
  'denial_as_assertion',
  'none_as_some',
  'wrong_unit',
  'wrong_year',
  'label_outside_quotation',
  'unattributed',
] as const
type Critical = (typeof CRITICAL)[number]

export interface GoldScore {
  readonly sentences: number
  /** Claims in the gold set, claims read, and claims with every slot right. */
  readonly gold: number
  readonly read: number
  readonly right: number
  readonly f1: number
  readonly slots: Readonly<Record<Slot, { readonly right: number; readonly f1: number }>>
  readonly relays: { readonly gold: number; readonly right: number }
  readonly sure: {
    readonly read: number
    readonly right: number
    readonly precision: number
    readonly recall: number
  }
  readonly critical: Readonly<Record<Critical, number>>
  /** For whoever tunes: what was wrong, in plain words. */
  readonly misses: readonly string[]
}

type Counts = Record<
  | 'sentences'
  | 'wanted'
  | 'read'
  | 'right'
  | 'sureRead'
  | 'sureRight'
  | 'relaysWanted'
  | 'relaysRight',
  number
>

interface Tally {
  readonly counts: Counts
  readonly slots: Record<Slot, number>
  readonly critical: Record<Critical, number>
  readonly misses: string[]
}

/**
 * Reads every report of a gold set and counts what came out right. With a `publisher`, numbers that
 * nobody is said to have said are the publisher's, and may be sure.
 */
export function scoreGold(gold: Gold, calendars: Calendars, publisher?: string): GoldScore {
  const zeros = <Key extends string>(keys: readonly Key[]): Record<Key, number> =>
    Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>
  const tally: Tally = {
    counts: zeros([
      'sentences',
      'wanted',
      'read',
      'right',
      'sureRead',
      'sureRight',
      'relaysWanted',
      'relaysRight',
    ]),
    slots: zeros(SLOTS),
    critical: zeros(CRITICAL),
    misses: [],
  }
  for (const { id, reports } of gold.timelines)
    for (const [nth, { claims }] of readReports(
      reports.map((report) => asInput(report, publisher)),
      calendars,
    ).entries()) {
      const report = reports[nth]
      if (report !== undefined) scoreReport(id, report, claims, tally)
    }
  const { counts, slots, critical, misses } = tally
  const { wanted, read, right, sureRead, sureRight } = counts
  return {
    sentences: counts.sentences,
    gold: wanted,
    read,
    right,
    f1: f1(right, read, wanted),
    slots: Object.fromEntries(
      SLOTS.map((slot) => [slot, { right: slots[slot], f1: f1(slots[slot], read, wanted) }]),
    ) as GoldScore['slots'],
    relays: { gold: counts.relaysWanted, right: counts.relaysRight },
    sure: {
      read: sureRead,
      right: sureRight,
      precision: sureRead === 0 ? 0 : sureRight / sureRead,
      recall: wanted === 0 ? 0 : sureRight / wanted,
    },
    critical,
    misses,
  }
}

function scoreReport(
  id: string,
  report: GoldReport,
  claims: readonly ReadClaim[],
  tally: Tally,
): void {
  const { counts, misses } = tally
  counts.sentences += report.sentences.length
  counts.wanted += report.claims.length
  counts.read += claims.length
  counts.sureRead += claims.filter((claim) => claim.band === 'sure').length
  const pairs = pair(report.claims, claims)
  for (const [gold, claim] of pairs) {
    const sentence = sentenceOf(report, gold.spans.sentence.start)
    if (claim === undefined)
      misses.push(`${id} missed: ${gold.measure} ${JSON.stringify(gold.value)} | ${sentence}`)
    else scorePair({ id, sentence, text: report.text }, gold, claim, tally)
  }
  const found = new Set(pairs.map(([, claim]) => claim))
  for (const claim of claims) {
    const { band, measure, unit, value, stance, spans } = claim
    if (found.has(claim)) continue
    misses.push(
      `${id} ${band} too much: ${measure} ${unit ?? ''} ${JSON.stringify(value)} ${stance} | ${spans[0]?.text ?? ''}`,
    )
  }
}

function scorePair(
  { id, sentence, text }: { readonly id: string; readonly sentence: string; readonly text: string },
  gold: GoldClaim,
  claim: ReadClaim,
  { counts, slots, critical, misses }: Tally,
): void {
  const wrong = SLOTS.filter((slot) => !agrees(slot, gold, claim))
  for (const slot of SLOTS) if (!wrong.includes(slot)) slots[slot] += 1
  const { via } = gold
  if (via !== undefined) {
    counts.relaysWanted += 1
    const isRelayed = claim.hops.slice(1).some((hop) => sameName([via], [hop.span?.text, hop.name]))
    if (isRelayed) counts.relaysRight += 1
  }
  for (const kind of CRITICAL) {
    if (!isCritical(kind, gold, claim, text)) continue
    critical[kind] += 1
    misses.push(`${id} CRITICAL ${kind} | ${sentence}`)
  }
  if (wrong.length > 0) {
    const what = wrong.map(
      (slot) => `${slot}: ${shown(slot, gold)} read as ${shownRead(slot, claim)}`,
    )
    misses.push(`${id} ${claim.band} wrong ${what.join('; ')} | ${sentence}`)
    return
  }
  counts.right += 1
  if (claim.band === 'sure') counts.sureRight += 1
}

function asInput({ text, published }: GoldReport, publisher: string | undefined): ReportInput {
  return {
    source: text,
    published,
    isHtml: false,
    ...(publisher === undefined ? {} : { publisher }),
  }
}

/** The harmonic mean of precision and recall. */
function f1(right: number, read: number, gold: number): number {
  return read + gold === 0 ? 0 : (2 * right) / (read + gold)
}

/** Each claim of the gold set with the one that was read at the same place. */
function pair(
  wanted: readonly GoldClaim[],
  claims: readonly ReadClaim[],
): [GoldClaim, ReadClaim | undefined][] {
  const free = new Set(claims)
  return wanted.map((gold) => {
    const { value, sentence } = gold.spans
    const here = [...free].filter((claim) => {
      const own = claim.spans.find(({ part }) => part === 'value')
      if (value === undefined || own === undefined)
        return value === undefined && own === undefined && overlaps(claim.spans[0], sentence)
      return overlaps(own, value)
    })
    const found =
      here.find((claim) => claim.measure === gold.measure && claim.stance === gold.stance) ??
      here[0]
    if (found !== undefined) free.delete(found)
    return [gold, found]
  })
}

function overlaps(
  a: { readonly start: number; readonly end: number } | undefined,
  b: { readonly start: number; readonly end: number },
): boolean {
  return a !== undefined && a.start < b.end && b.start < a.end
}

function agrees(slot: Slot, gold: GoldClaim, claim: ReadClaim): boolean {
  if (slot === 'measure') return gold.measure === claim.measure && gold.unit === claim.unit
  if (slot === 'value') return sameValue(gold.value, claim.value)
  if (slot === 'as_of') return gold.asOf.from === claim.asOf?.from && gold.asOf.to === claim.asOf.to
  if (slot === 'stance') return gold.stance === claim.stance
  const [origin] = claim.hops
  if (origin === undefined || origin.isPublisher === true)
    return gold.origin.kind === 'document' || gold.origin.orDocument === true
  if (gold.origin.kind !== 'named')
    return gold.origin.kind === 'unknown' && origin.span === undefined
  return sameName(gold.origin.names ?? [], [origin.span?.text, origin.name])
}

function sameValue(a: NumberValue | null, b: NumberValue | null): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: NumberValue | null): readonly unknown[] {
  return value === null ? [] : Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b))
}

/** Equal, or one holds the other as whole words at its beginning or end. */
function sameName(gold: readonly string[], read: readonly (string | undefined)[]): boolean {
  const plain = (name: string): string =>
    fold(withoutDeterminer(name)).replaceAll(/[^\p{L}\p{N}' ]/gu, '')
  return gold.some((wanted) =>
    read.some((name) => {
      if (name === undefined || name === '') return false
      const [a, b] = [plain(wanted), plain(name)]
      return (
        a === b ||
        b.startsWith(`${a} `) ||
        b.endsWith(` ${a}`) ||
        a.startsWith(`${b} `) ||
        a.endsWith(` ${b}`)
      )
    }),
  )
}

const NOT_ASSERTED = new Set(['denies', 'assumes', 'retracts', 'declines_to_confirm', 'requests'])

function isCritical(kind: Critical, gold: GoldClaim, claim: ReadClaim, text: string): boolean {
  switch (kind) {
    case 'denial_as_assertion':
      return NOT_ASSERTED.has(gold.stance) && ['asserts', 'revises'].includes(claim.stance)
    case 'none_as_some':
      return gold.value?.kind === 'zero' && claim.value?.kind !== 'zero'
    case 'wrong_unit':
      return gold.unit !== claim.unit && gold.unit !== 'other' && claim.unit !== 'other'
    case 'wrong_year':
      return gold.asOf.to.slice(0, 4) !== claim.asOf?.to.slice(0, 4)
    case 'label_outside_quotation':
      return claim.hops.some(
        ({ name }) =>
          name !== undefined &&
          /\b(?:terrorists?|bandits?|cult)\b/i.test(name) &&
          !text.includes(`"${name}`),
      )
    case 'unattributed':
      return (
        gold.origin.kind === 'named' &&
        gold.origin.orDocument !== true &&
        (claim.hops[0]?.isPublisher ?? claim.hops.length === 0)
      )
  }
}

function sentenceOf({ text, sentences }: GoldReport, start: number): string {
  const own = sentences.find((one) => one.start === start)
  return text.slice(start, own?.end ?? start)
}

function shown(slot: Slot, gold: GoldClaim): string {
  return JSON.stringify(
    slot === 'measure'
      ? `${gold.measure} ${gold.unit}`
      : slot === 'value'
        ? gold.value
        : slot === 'as_of'
          ? `${gold.asOf.from}..${gold.asOf.to}`
          : slot === 'origin'
            ? (gold.origin.names ?? gold.origin.kind)
            : gold.stance,
  )
}

function shownRead(slot: Slot, claim: ReadClaim): string {
  const [origin] = claim.hops
  return JSON.stringify(
    slot === 'measure'
      ? `${claim.measure} ${claim.unit}`
      : slot === 'value'
        ? claim.value
        : slot === 'as_of'
          ? `${claim.asOf?.from}..${claim.asOf?.to}`
          : slot === 'origin'
            ? (origin?.name ??
              origin?.span?.text ??
              (origin === undefined ? 'document' : 'unknown'))
            : claim.stance,
  )
}

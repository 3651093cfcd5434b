import type { Attribution } from './said-by.ts'
import { AUXILIARIES } from './closed-words.ts'
import type { DayMention } from './day-phrase.ts'
import type { Days } from './calendars.ts'
import type { Quantity } from './quantity.ts'
import type { ReadClaim } from './read-claim.ts'
import type { Token } from './token.ts'

export interface ClaimDay {
  readonly days: Days
  readonly basis: ReadClaim['asOfBasis']
  readonly mention: DayMention | undefined
  readonly hasRivals: boolean
}

/** Days of the saying, "said on Friday", and days of what is said. */
export function splitDays(
  days: readonly DayMention[],
  attributions: readonly Attribution[],
): { readonly said: readonly DayMention[]; readonly content: readonly DayMention[] } {
  const isSaid = (day: DayMention): boolean =>
    attributions.some(({ clause }) => day.from >= clause.from && day.to <= clause.to)
  return { said: days.filter(isSaid), content: days.filter((day) => !isSaid(day)) }
}

/** The day that belongs to a number: the one in its own part of the sentence. */
function dayOf(
  tokens: readonly Token[],
  place: number,
  days: readonly DayMention[],
  quantities: readonly Quantity[],
): DayMention | undefined {
  // "…, which on Wednesday had reported 30": that day is of the clause that it stands in.
  const own = days.filter((day) =>
    day.from < place
      ? !isAside(tokens, day, place) && !isOfRelative(tokens, day, place, quantities)
      : !hasOther(tokens, place, day.from) && !isOfNext(tokens, place, day, quantities),
  )
  const real = own.filter((day) => !day.isNow)
  if (real.length <= 1) return real[0] ?? own[0]
  const next = quantities.find((quantity) => quantity.from > place)
  const previous = quantities.findLast((quantity) => quantity.to <= place)
  const before = real.findLast(
    (day) => day.to <= place && (previous === undefined || day.from >= previous.from),
  )
  const after = real.find(
    (day) => day.from >= place && (next === undefined || day.from < next.from),
  )
  // "29,700 in early 2012 and 51,200 by mid-2013": what stands beyond "and" belongs to another.
  // "120 on 12 April, 115 on 14 April": the day before is of the number before it.
  const isTaken =
    before !== undefined &&
    after !== undefined &&
    previous !== undefined &&
    after.from - place <= 4 &&
    before.from - previous.to <= 4
  if (
    before !== undefined &&
    !isTaken &&
    (after === undefined || !hasJoint(tokens, before.to, place))
  )
    return before
  return after ?? real.findLast((day) => day.to <= place) ?? real[0]
}

/** "48 have offers, and 22 are to travel on 15 January": the day is of the second. */
function isOfNext(
  tokens: readonly Token[],
  place: number,
  day: DayMention,
  quantities: readonly Quantity[],
): boolean {
  const next = quantities.find(({ from }) => from > place)
  if (next === undefined || next.from >= day.from) return false
  const between = tokens.slice(place, next.from).map(({ lower }) => lower)
  const joint = between.findLastIndex((lower) => ['and', 'but', ';'].includes(lower))
  const isClause =
    between[joint] === ';' ||
    (joint > 0 && between[joint - 1] === ',' && joint === between.length - 1)
  const own = tokens.slice(next.to, day.from)
  return isClause && own.some(({ lower }) => AUXILIARIES.has(lower))
}

/** "Of the 1,200 cases which it has referred since 2012, 87 have been approved": 2012 is of the 1,200. */
function isOfRelative(
  tokens: readonly Token[],
  day: DayMention,
  place: number,
  quantities: readonly Quantity[],
): boolean {
  const opens = tokens
    .slice(0, day.from)
    .findLastIndex(({ lower }) => ['which', 'who', 'whom', 'that'].includes(lower))
  if (tokens[day.to]?.text !== ',') return false
  // "Of the 640 cases submitted in 2017, 415 were accepted": so is 2017.
  const [whole] = quantities
  if (tokens[0]?.lower === 'of' && whole !== undefined && whole.core < day.from)
    return whole.core !== place && whole.from <= 3
  return (
    opens > 0 && quantities.some(({ to, core }) => to <= opens && opens - to <= 3 && core < place)
  )
}

function hasOther(tokens: readonly Token[], from: number, to: number): boolean {
  const first = tokens[from + 2]?.lower ?? ''
  // "the 1,200 cases which it has referred since": that clause is about these.
  const start = ['which', 'whom', 'who'].includes(first) ? from + 3 : from
  return tokens
    .slice(start, to)
    .some((token) =>
      ['which', 'who', 'while', 'whereas', ';', 'up', 'down', 'compared', 'than'].includes(
        token.lower,
      ),
    )
}

/** "…, which was 740 in May, has dropped below 500": May is of the aside. */
function isAside(tokens: readonly Token[], day: DayMention, place: number): boolean {
  const opens = tokens
    .slice(0, day.from)
    .findLastIndex((token) => ['which', 'who'].includes(token.lower))
  const comma = tokens.slice(day.to, place).some((token) => token.text === ',')
  // "…, bringing the total to 120" counts up to the day of the report.
  if (tokens.slice(day.to, place).some((token) => ['bringing', 'taking'].includes(token.lower)))
    return true
  return opens > 0 && tokens[opens - 1]?.text === ',' && comma
}

function hasJoint(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens
    .slice(from, to)
    .some((token) => ['and', 'but', ';', 'down', 'up'].includes(token.lower))
}

/** The chosen day stands beside the number, and every other one farther away. */
function isNearest(
  mention: DayMention | undefined,
  days: readonly DayMention[],
  place: number,
): boolean {
  if (mention === undefined) return false
  const away = (day: DayMention): number =>
    day.from > place ? day.from - place : place - (day.to - 1)
  return away(mention) <= 5 && days.every((day) => day === mention || away(day) > away(mention) + 1)
}

/** The day of a claim; what the text leaves open is filled in the order event, saying, publication. */
export function claimDay(input: {
  readonly tokens: readonly Token[]
  readonly place: number
  readonly content: readonly DayMention[]
  readonly said: readonly DayMention[]
  readonly attribution: Attribution | undefined
  readonly quantities: readonly Quantity[]
  readonly eventDays: Days | undefined
  readonly published: string
}): ClaimDay {
  const { place, content, said, attribution, quantities, eventDays, published } = input
  const mention = dayOf(input.tokens, place, content, quantities)
  const hasRivals =
    content.filter((day) => !day.isNow).length > 1 && !isNearest(mention, content, place)
  if (mention !== undefined && !mention.isNow)
    return {
      days: mention.days,
      basis: mention.isWorkedOut ? 'worked_out' : 'stated',
      mention,
      hasRivals,
    }
  if (eventDays !== undefined)
    return { days: eventDays, basis: 'event', mention: undefined, hasRivals }
  const own =
    said.find(
      (day) =>
        attribution !== undefined &&
        day.from >= attribution.clause.from &&
        day.to <= attribution.clause.to,
    ) ?? said[0]
  if (own !== undefined && mention === undefined)
    return { days: own.days, basis: 'reported', mention: own, hasRivals }
  const days: Days = { from: published, to: published, calendar: 'gregorian' }
  return { days, basis: mention === undefined ? 'published' : 'worked_out', mention, hasRivals }
}

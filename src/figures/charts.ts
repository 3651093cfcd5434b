import type { PlainDate } from '../domain/plain-date.ts'
import { daysBetween } from '../domain/plain-date.ts'
import { boundsOf } from './claims/bounds.ts'
import type { Chart } from './document.ts'
import { plain } from './document.ts'
import type { PublicFigure } from './public-figures.ts'
import type { PublicRange } from './public-range.ts'
import { rangeOf } from './public-range.ts'
import type { Speaker } from './say.ts'
import { element, label, line, picture, ticksTo, WIDTH } from './svg.ts'
import type { ToldFigure, ToldIncident } from './told-figure.ts'
import type { ToldSpeaker } from './told-text.ts'
import type { AppealWording } from './wording/wording.ts'

export interface Hand {
  readonly speak: Speaker
  readonly told: ToldSpeaker
  readonly wording: AppealWording
}

const LINE = { stroke: '#0b5c8a', 'stroke-width': 2 } as const
const GRID = { stroke: '#cccccc', 'stroke-width': 1 } as const
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 36, 16, 32]
const SEVERAL = 2

interface Point {
  readonly figure: PublicFigure
  readonly range: PublicRange
  /** A later edition gives another number for the same day. */
  readonly isRevised: boolean
}

/**
 * Persons out of danger over time, from this and earlier editions alone: what was published is
 * shown as it was, and a number that a later edition changed stays as a hollow point. Undefined
 * with fewer than two days.
 */
export function drawOverTime(
  hand: Hand,
  editions: readonly (readonly PublicFigure[])[],
): Chart | undefined {
  const points = pointsOf(editions)
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined || first.figure.asOf === last.figure.asOf)
    return undefined
  const { speak, wording } = hand
  const caption = plain(speak.say(wording.sentences.overTimeCaption))
  const scale = timeScale(
    first.figure.asOf,
    last.figure.asOf,
    Math.max(...points.map(({ range }) => range.high)),
  )
  const current = points.filter(({ isRevised }) => !isRevised)
  const path = current.map(
    ({ figure, range }, index) =>
      `${index === 0 ? 'M' : 'L'}${scale.x(figure.asOf).toFixed(1)} ${scale.y(middle(range)).toFixed(1)}`,
  )
  return {
    id: 'over-time',
    caption,
    alternative: plain(
      speak.say(wording.sentences.overTimeText, {
        first: speak.day(first.figure.asOf),
        from: speak.amount(first.figure),
        last: speak.day(last.figure.asOf),
        to: speak.amount(last.figure),
      }),
    ),
    columns: ['day', 'number', 'standing'].map((one) => wording.columns[one] ?? one),
    rows: points.map(({ figure, isRevised }) => [
      speak.day(figure.asOf),
      speak.noted(figure),
      wording.columns[isRevised ? 'revised' : 'current'] ?? '',
    ]),
    svg: picture(CHART_HEIGHT, caption, [
      ...axes(hand, scale, [first.figure.asOf, last.figure.asOf]),
      element('path', { d: path.join(' '), fill: 'none', ...LINE }),
      ...points.map(({ figure, range, isRevised }) => mark(scale, figure.asOf, range, isRevised)),
    ]),
  }
}

/** Places beside the people who need them, each bar with its own unit; undefined when withheld. */
export function drawAgainstNeed({ speak, wording }: Hand): Chart | undefined {
  const bars = Object.keys(wording.bars).flatMap((id) => {
    const figure = speak.has(id) ? speak.figure(id) : undefined
    const range = figure && rangeOf(figure)
    return figure === undefined || range === undefined ? [] : [{ id, figure, range }]
  })
  if (bars.length < SEVERAL) return undefined
  const caption = plain(speak.say(wording.sentences.againstNeedCaption))
  const most = Math.max(1, ...bars.map(({ range }) => middle(range)))
  const isRight = wording.direction === 'rtl'
  const step = 46
  const drawn = bars.flatMap(({ id, figure, range }, index) => {
    const width = (middle(range) / most) * WIDTH
    const y = index * step
    const start = isRight ? WIDTH : 0
    const fill = figure.unit === 'places' ? '#7a4b00' : '#0b5c8a'
    return [
      label(start, y + 15, wording.bars[id] ?? id, isRight ? 'end' : 'start'),
      label(WIDTH - start, y + 15, speak.amount(figure), isRight ? 'start' : 'end'),
      element('rect', { x: isRight ? WIDTH - width : 0, y: y + 21, width, height: 14, fill }),
    ]
  })
  return {
    id: 'against-need',
    caption,
    alternative: plain(
      speak.say(wording.sentences.againstNeedText, {
        bars: bars
          .map(({ id, figure }) => `${wording.bars[id] ?? id}: ${speak.amount(figure)}`)
          .join('. '),
      }),
    ),
    columns: ['what', 'number'].map((one) => wording.columns[one] ?? one),
    rows: bars.map(({ id, figure }) => [
      wording.bars[id] ?? id,
      [{ text: speak.amount(figure), note: figure.id }],
    ]),
    svg: picture(bars.length * step, caption, drawn),
  }
}

/**
 * What was said of incidents: for each incident and figure the numbers of its sources as points, and
 * a line from the lowest to the highest. It draws no total and no estimate. Undefined without numbers.
 */
export function drawTimeline(
  { speak, told, wording }: Hand,
  incidents: readonly ToldIncident[],
): Chart | undefined {
  const inOrder = incidents.toSorted((a, b) => (a.happenedOn < b.happenedOn ? -1 : 1))
  const rows = inOrder.flatMap((incident) =>
    incident.said.flatMap((figure) => {
      const values = valuesOf(figure)
      return values.length === 0 ? [] : [{ incident, figure, values }]
    }),
  )
  if (rows.length === 0) return undefined
  const caption = plain(speak.say(wording.sentences.timelineCaption))
  const most = Math.max(1, ...rows.flatMap(({ values }) => values))
  const isRight = wording.direction === 'rtl'
  const place = (value: number): number => {
    const x = 8 + (value / most) * (WIDTH - 16)
    return isRight ? WIDTH - x : x
  }
  const step = 48
  const drawn = rows.flatMap(({ incident, figure, values }, index) => {
    const y = index * step
    const edge = isRight ? WIDTH : 0
    const name = `${speak.day(incident.happenedOn)} · ${wording.incidents[incident.kind] ?? incident.kind}`
    const [low, high] = [Math.min(...values), Math.max(...values)]
    return [
      label(edge, y + 15, name, isRight ? 'end' : 'start'),
      label(WIDTH - edge, y + 15, amountOf(told, figure), isRight ? 'start' : 'end'),
      line(0, y + 30, WIDTH, y + 30, GRID),
      line(place(low), y + 30, place(high), y + 30, { ...LINE, 'stroke-width': 5 }),
      ...values.map((value) =>
        element('circle', { cx: place(value), cy: y + 30, r: 5, fill: '#0b5c8a' }),
      ),
    ]
  })
  const summary = rows.map(
    ({ incident, figure }) => `${speak.day(incident.happenedOn)}: ${amountOf(told, figure)}`,
  )
  return {
    id: 'timeline',
    caption,
    alternative: plain(
      speak.say(wording.sentences.timelineText, { incidents: summary.join('; ') }),
    ),
    columns: ['incident', 'happened', 'publisher', 'stated', 'said'].map(
      (one) => wording.columns[one] ?? one,
    ),
    rows: inOrder.flatMap((incident) =>
      incident.said.flatMap((figure) =>
        figure.by.map((one) => [
          `${wording.incidents[incident.kind] ?? incident.kind}, ${speak.name(incident.where)}`,
          speak.day(incident.happenedOn),
          speak.name(told.name(one.origin)),
          speak.day(one.on),
          `${told.measure(figure)}: ${told.value(one)}`,
        ]),
      ),
    ),
    svg: picture(rows.length * step, caption, drawn),
  }
}

function amountOf(told: ToldSpeaker, figure: ToldFigure): string {
  return `${told.measure(figure)}: ${told.amount(figure)}`
}

/** Every number that a source gave and did not take back. */
function valuesOf({ by }: ToldFigure): readonly number[] {
  return by.flatMap(({ does, value }) => {
    const bounds = does === 'says' ? boundsOf(value) : null
    return [bounds?.low, bounds?.point, bounds?.high].filter(
      (one): one is number => typeof one === 'number',
    )
  })
}

const CHART_HEIGHT = 260

interface Scale {
  readonly x: (day: PlainDate) => number
  readonly y: (value: number) => number
  readonly ticks: readonly number[]
}

/** The same number of the same day in several editions is one point. */
function pointsOf(editions: readonly (readonly PublicFigure[])[]): readonly Point[] {
  const all = editions.flatMap((edition) =>
    edition.flatMap((figure) => {
      const range = figure.id === 'out_of_danger' ? rangeOf(figure) : undefined
      return range === undefined ? [] : [{ figure, range }]
    }),
  )
  const differs = (a: PublicFigure, b: PublicFigure): boolean =>
    JSON.stringify(a.shown) !== JSON.stringify(b.shown)
  return all
    .flatMap(({ figure, range }, index) => {
      const later = all.slice(index + 1).filter((one) => one.figure.asOf === figure.asOf)
      const [next] = later
      if (next !== undefined && !differs(next.figure, figure)) return []
      return [{ figure, range, isRevised: later.length > 0 }]
    })
    .toSorted((a, b) =>
      a.figure.asOf < b.figure.asOf ? -1 : Number(a.figure.asOf > b.figure.asOf),
    )
}

function timeScale(from: PlainDate, to: PlainDate, most: number): Scale {
  const ticks = ticksTo(most)
  const days = daysBetween(from, to)
  const top = ticks.at(-1) ?? 1
  return {
    ticks,
    x: (day) => LEFT + (daysBetween(from, day) / days) * (WIDTH - LEFT - RIGHT),
    y: (value) => CHART_HEIGHT - BOTTOM - (value / top) * (CHART_HEIGHT - TOP - BOTTOM),
  }
}

function axes(
  { speak }: Hand,
  { x, y, ticks }: Scale,
  [from, to]: readonly [PlainDate, PlainDate],
): readonly string[] {
  return [
    ...ticks.flatMap((tick) => [
      line(LEFT, y(tick), WIDTH - RIGHT, y(tick), GRID),
      label(LEFT - 8, y(tick) + 4, speak.number(tick), 'end'),
    ]),
    label(x(from), CHART_HEIGHT - 8, speak.day(from), 'start'),
    label(x(to) + RIGHT, CHART_HEIGHT - 8, speak.day(to), 'end'),
  ]
}

function mark({ x, y }: Scale, day: PlainDate, range: PublicRange, isRevised: boolean): string {
  const at = x(day)
  const whole = line(at, y(range.low), at, y(range.high), LINE)
  const fill = isRevised ? '#ffffff' : '#0b5c8a'
  return `${whole}${element('circle', { cx: at, cy: y(middle(range)), r: 4, fill, ...LINE })}`
}

function middle({ low, best, high }: PublicRange): number {
  return best ?? (low + high) / 2
}

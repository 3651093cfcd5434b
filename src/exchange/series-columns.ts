import type { CountedMeasure } from '../domain/measure.ts'
import { isHxlRow } from './hxl.ts'
import type { ProblemList } from './problem.ts'

/** The columns of one measure. */
export interface ValueColumns {
  readonly measure: CountedMeasure
  readonly header: string
  readonly low?: number
  readonly best?: number
  readonly high?: number
}

/** Which column holds what in a table of events. */
export interface SeriesColumns {
  readonly id: number
  readonly from: number
  readonly to?: number
  readonly area?: number
  /** Who said it, and where it was published. */
  readonly saidBy?: number
  readonly source?: number
  readonly values: readonly ValueColumns[]
  /** The last row above the data, from 0. */
  readonly lastHeadRow: number
  readonly hxlRow?: number
}

/** HXL allows the row of hashtags in any of the first 25. */
const ROWS_WITH_TAGS = 25

/** Attributes of `#affected` that are measures here. */
const MEASURE_OF: Readonly<Record<string, CountedMeasure>> = {
  killed: 'killed',
  injured: 'injured',
  missing: 'missing',
  abducted: 'abducted',
  displaced: 'displaced',
}

/** Headers of tables without tags. */
const HEADERS = {
  id: ['id', 'event_id', 'event_id_cnty', 'event id'],
  from: ['date_start', 'event_date', 'date', 'start'],
  to: ['date_end', 'end'],
  area: ['adm_1', 'admin1', 'adm1'],
  saidBy: ['source_original'],
  source: ['source_article', 'source', 'sources'],
} as const

interface Tag {
  readonly tag: string
  readonly attributes: ReadonlySet<string>
}

/** Finds the columns by their hashtags, and by headers where a table has none or tags too few. */
export function findSeriesColumns(
  rows: readonly (readonly string[])[],
  problems: ProblemList,
): SeriesColumns | undefined {
  const hxlRow = rows.slice(0, ROWS_WITH_TAGS).findIndex(isHxlRow)
  const headRow = hxlRow > 0 ? hxlRow - 1 : 0
  const headers = hxlRow === 0 ? [] : (rows[headRow] ?? []).map((one) => one.trim().toLowerCase())
  const tags = (hxlRow < 0 ? [] : (rows[hxlRow] ?? [])).map(readTag)
  const byHeader = (names: readonly string[]): number | undefined => {
    const at = headers.findIndex((header) => names.includes(header))
    return at < 0 ? undefined : at
  }
  const byTag = (tag: string, ...attributes: readonly string[]): number | undefined => {
    const at = tags.findIndex(
      (one) => one?.tag === tag && attributes.every((name) => one.attributes.has(name)),
    )
    return at < 0 ? undefined : at
  }
  const id = byTag('#event', 'id') ?? byTag('#meta', 'id') ?? byHeader(HEADERS.id)
  const from = byTag('#date', 'start') ?? byHeader(HEADERS.from) ?? byTag('#date')
  const values = findValues(tags, headers)
  if (id === undefined || from === undefined || values.length === 0) {
    const missing = [
      ...(id === undefined ? ['an id (id, or #event+id)'] : []),
      ...(from === undefined ? ['a day (date_start, or #date+start)'] : []),
      ...(values.length === 0 ? ['a number (low, best, high, or #affected+killed)'] : []),
    ]
    problems.add({
      code: 'no_column',
      message: `the table lacks ${missing.join(', ')}`,
      help: 'name the columns so, or tag them with HXL in one of the first 25 rows',
    })
    return undefined
  }
  const rest = {
    to: byTag('#date', 'end') ?? byHeader(HEADERS.to),
    area: byTag('#adm1', 'name') ?? byHeader(HEADERS.area) ?? byTag('#adm1'),
    saidBy: byHeader(HEADERS.saidBy),
    source: byTag('#meta', 'source') ?? byHeader(HEADERS.source),
  }
  return {
    id,
    from,
    values,
    lastHeadRow: Math.max(headRow, hxlRow),
    ...(hxlRow < 0 ? {} : { hxlRow }),
    ...(rest.to === undefined ? {} : { to: rest.to }),
    ...(rest.area === undefined ? {} : { area: rest.area }),
    ...(rest.saidBy === undefined ? {} : { saidBy: rest.saidBy }),
    ...(rest.source === undefined ? {} : { source: rest.source }),
  }
}

function readTag(text: string): Tag | undefined {
  const found = /^(#[a-z][a-z0-9_]*)((?:\s*\+\s*[a-z][a-z0-9_]*)*)$/i.exec(text.trim())
  if (found === null) return undefined
  const attributes = (found[2] ?? '').split('+').map((one) => one.trim().toLowerCase())
  return {
    tag: (found[1] ?? '').toLowerCase(),
    attributes: new Set(attributes.filter((one) => one !== '')),
  }
}

/** Low and high are often untagged: a reader that trusts tags alone would lose the range. */
function findValues(
  tags: readonly (Tag | undefined)[],
  headers: readonly string[],
): readonly ValueColumns[] {
  const groups = new Map<
    CountedMeasure,
    { -readonly [Key in keyof ValueColumns]: ValueColumns[Key] }
  >()
  for (const [at, tag] of tags.entries()) {
    if (tag?.tag !== '#affected') continue
    const measure = [...tag.attributes]
      .map((one) => MEASURE_OF[one])
      .find((one) => one !== undefined)
    if (measure === undefined) continue
    const group = groups.get(measure) ?? { measure, header: headers[at] ?? measure }
    const bound = tag.attributes.has('low') ? 'low' : tag.attributes.has('high') ? 'high' : 'best'
    group[bound] ??= at
    groups.set(measure, group)
  }
  const bounds = ['low', 'best', 'high'] as const
  const named = bounds.map((name) => headers.indexOf(name))
  const [only] = groups.values()
  if (groups.size === 0 && (named[1] ?? -1) >= 0)
    return [withNamed({ measure: 'killed', header: 'best' }, named)]
  if (groups.size === 1 && only?.best !== undefined && headers[only.best] === 'best')
    return [withNamed(only, named)]
  return [...groups.values()]
}

function withNamed(group: ValueColumns, named: readonly number[]): ValueColumns {
  const [low = -1, best = -1, high = -1] = named
  return {
    ...group,
    ...(group.low === undefined && low >= 0 ? { low } : {}),
    ...(group.best === undefined && best >= 0 ? { best } : {}),
    ...(group.high === undefined && high >= 0 ? { high } : {}),
  }
}

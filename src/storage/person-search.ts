import type { PersonId } from '../domain/ids.ts'
import { nameWords, SKELETON_MARK } from '../identity/name.ts'
import { wordSkeleton } from '../identity/skeleton.ts'
import type { Tx } from './database.ts'
import type { HiddenWords } from './sealing/hidden-words.ts'
import { openerFor } from './sealing/sealed.ts'

/** Longer queries are cut: nobody types more words of a name. */
const WORDS_ASKED = 8

/**
 * SQL that selects the persons whose keys hold every word: as typed (a handle), or as the
 * beginning of a folded name, or as the same skeleton in another script. Adds its values.
 */
export function personsFound(
  text: string,
  values: unknown[],
  hidden: HiddenWords,
): string | undefined {
  const add = (value: string): string => `$${values.push(value)}`
  const between = (from: string, to: string): string =>
    `select person_id from person_keys where operation_id = $1 and key >= ${add(from)} and key < ${add(to)}`
  const starts = (word: string): string => {
    const key = hidden.prefix(word)
    return between(key, `${key}\u{10FFFF}`)
  }
  const tokens = text.trim().replaceAll('\u0000', '').split(/\s+/u).filter(Boolean)
  const asked = tokens.slice(0, WORDS_ASKED).map((token) => {
    const words = nameWords(token).filter((one) => !one.isParticle)
    const typed = token.toLowerCase()
    const asName = words.map(({ word }) => {
      const skeleton = SKELETON_MARK + wordSkeleton(word)
      const bones = hidden.prefix(skeleton)
      return skeleton.length > 2
        ? `(${starts(word)} union ${between(bones, `${bones}\u0001`)})`
        : starts(word)
    })
    // One word that folds to itself is found as typed already: no second look at the same keys.
    const isItself = words.length === 1 && words[0]?.word === typed
    if (asName.length === 0) return starts(typed)
    if (isItself) return asName[0] ?? ''
    return `(${starts(typed)} union (${asName.join(' intersect ')}))`
  })
  return asked.length === 0 ? undefined : asked.join(' intersect ')
}

export const PERSONS_PER_PAGE = 50

interface FoundPersons {
  readonly total: number
  /** Of the page: the records that are shown. */
  readonly ids: readonly PersonId[]
}

/** Up to so many are sorted by name; more are in the order in which they came. */
const MOST_SORTED = 1_000

const NOT_REMOVED = `
  not exists (select from persons gone
              where gone.operation_id = $1 and gone.id = shown.id and gone.removed_at is not null)`

/**
 * One page of the persons whom a query finds by any of their records, each once: by name, or when
 * they are very many in the order in which they came. Without a query everyone, the latest first.
 */
export async function searchPersons(
  tx: Tx,
  asked: { readonly query?: string; readonly page?: number },
): Promise<FoundPersons> {
  const values: unknown[] = [tx.operationId]
  const { words } = await openerFor(tx, [])
  const found = asked.query === undefined ? undefined : personsFound(asked.query, values, words)
  const offset = (Math.max(1, asked.page ?? 1) - 1) * PERSONS_PER_PAGE
  const slice = `limit ${PERSONS_PER_PAGE} offset ${offset}`
  const rows = await tx.query<FoundRow>(
    found === undefined ? everyone(slice) : whomFound(found, slice),
    values,
  )
  const total = rows[0]?.total ?? 0
  const ids = rows.flatMap((row) => (row.id === null ? [] : [row.id]))
  if (found === undefined || total > MOST_SORTED) return { total, ids }
  const sorted = await byName(tx, rows)
  return { total, ids: sorted.slice(offset, offset + PERSONS_PER_PAGE) }
}

interface FoundRow {
  readonly id: PersonId | null
  readonly total: number
  readonly display_name?: string
  readonly reference?: string
}

/** PostgreSQL sees no name to sort by. */
async function byName(tx: Tx, rows: readonly FoundRow[]): Promise<readonly PersonId[]> {
  const ids = rows.flatMap((row) => (row.id === null ? [] : [row.id]))
  const sealer = await openerFor(tx, ids)
  const named = rows.flatMap(({ id, display_name: sealed = null, reference = '' }) => {
    if (id === null) return []
    const place = { column: 'persons.display_name', row: id } as const
    return [{ id, name: sealer.open<string>(id, place, sealed) ?? '', reference }]
  })
  const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
  return named
    .toSorted((a, b) => order(a.name, b.name) || order(a.reference, b.reference))
    .map(({ id }) => id)
}

function whomFound(found: string, slice: string): string {
  return `
    with shown as materialized (
      select distinct coalesce(s.shown_id, f.person_id) as id from (${found}) as f
      left join same_persons s on s.operation_id = $1 and s.person_id = f.person_id
    ), kept as materialized (
      select id from shown where ${NOT_REMOVED}
    ), total as materialized (
      select count(*)::int as total from kept
    ), page as (
      (select p.id, p.display_name, p.reference
       from kept join persons p on p.operation_id = $1 and p.id = kept.id
       where (select total from total) <= ${MOST_SORTED})
      union all
      (select id, null, null from kept
       where (select total from total) > ${MOST_SORTED} order by id ${slice})
    )
    select page.*, total.total from total left join page on true order by page.id`
}

function everyone(slice: string): string {
  return `
    with total as (
      select (select count(*) from persons where operation_id = $1)
        - (select count(*) from persons where operation_id = $1 and removed_at is not null)
        - (select count(*) from same_persons where operation_id = $1) as total
    ), page as (
      select shown.id from persons shown
      where shown.operation_id = $1 and shown.removed_at is null
        and not exists (select from same_persons s where s.operation_id = $1 and s.person_id = shown.id)
      order by shown.id desc ${slice}
    )
    select page.id, total.total::int from total left join page on true order by page.id desc`
}

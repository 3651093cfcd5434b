import { requireAccess } from '../domain/access.ts'
import type { LikelyPerson, LikelyView } from '../domain/person-views.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Tx } from '../storage/database.ts'
import { listGroups } from '../storage/same-persons.ts'
import { search } from './at-work.ts'
import type { Desk } from './desk.ts'
import { today, usualSite } from './desk.ts'
import type { PersonDraft } from './person-draft.ts'
import { readDraft } from './person-draft.ts'
import { readPersonRows } from './person-rows.ts'
import type { LikelyOnFile } from './weigh-persons.ts'
import { findLikelySeen, isSuspected } from './weigh-persons.ts'

/** Persons shown beside a form: more help nobody. */
const MOST_SHOWN = 8

/** Who on file may be the person of a draft: asked while one types. Writes nothing. */
export async function findLikelyPersons(desk: Desk, draft: PersonDraft): Promise<LikelyView> {
  requireAccess(desk.actor, 'person.register')
  const { person, issues } = readDraft(draft, {
    today: today(desk),
    sourceId: 'draft',
    site: usualSite(desk),
  })
  const read = async (tx: Tx): Promise<LikelyView> => {
    const { own, elsewhere } = await findLikelySeen(tx, desk.actor, person)
    return {
      likely: await viewLikely(tx, own, today(desk)),
      elsewhere: elsewhere.length > 0,
      ...(person.birth === undefined ? {} : { birth: person.birth }),
      issues,
    }
  }
  const words = draft.names.map((one) => one.text).join(' ')
  return search(desk, 'person.register', words, read, (view) => view.likely.length)
}

/** One line for each person; of several records of one person the likeliest. */
async function viewLikely(
  tx: Tx,
  found: readonly LikelyOnFile[],
  on: PlainDate,
): Promise<readonly LikelyPerson[]> {
  const groups = await listGroups(
    tx,
    found.map((one) => one.stored.person.id),
  )
  const shownOf = new Map([...groups].flatMap(([shown, all]) => all.map((id) => [id, shown])))
  const seen = new Set<string | undefined>()
  const once = found.filter(({ stored }) => {
    const shown = shownOf.get(stored.person.id)
    if (seen.has(shown)) return false
    seen.add(shown)
    return true
  })
  // Whoever must be judged is always shown.
  const kept = once.filter((one, at) => at < MOST_SHOWN || isSuspected(one.match))
  const rows = await readPersonRows(
    tx,
    kept.map((one) => one.stored.person.id),
    on,
  )
  return kept.flatMap(({ match, stored }): LikelyPerson[] => {
    const row = rows.find((one) => one.person === stored.person.reference)
    if (row === undefined) return []
    const { band, bits, probability, why } = match
    return [{ person: row, mustBeJudged: isSuspected(match), band, bits, probability, why }]
  })
}

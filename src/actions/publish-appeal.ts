import { act } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { figuresTold } from '../figures/told-figure.ts'
import { insertFigureUses } from '../storage/claim-figures.ts'
import { insertPublishedText } from '../storage/published-texts.ts'
import type { Desk } from './desk.ts'
import type { TextAsked } from './write-appeal.ts'
import { appealAt } from './write-appeal.ts'

/** What is published should be no older than a month, unless someone says otherwise. */
export const FRESH_FOR_DAYS = 31

/**
 * Keeps the appeal of a day as published, with the figures it used: later appeals are protected
 * against subtraction from it, and a correction finds it. The id is returned.
 */
export async function publishAppeal(
  desk: Desk,
  options: Pick<TextAsked, 'asOf' | 'freshForDays' | 'using'>,
): Promise<string> {
  requireAccess(desk.actor, 'appeal.publish')
  return act(desk, 'appeal.publish', async (tx) => {
    const { asOf, markdown, figures, told } = await appealAt(tx, desk, {
      freshForDays: FRESH_FOR_DAYS,
      ...options,
    })
    const textId = await insertPublishedText(tx, {
      publishedAt: desk.now().toISOString(),
      asOf,
      actor: desk.actor.handle,
      markdown,
      figures,
      told,
    })
    const uses = figuresTold(told).flatMap(({ figure: reference, version }) =>
      reference === undefined || version === undefined ? [] : [{ reference, version }],
    )
    await insertFigureUses(tx, textId, uses)
    return textId
  })
}

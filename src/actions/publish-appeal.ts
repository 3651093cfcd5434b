import { act } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { insertPublishedText } from '../storage/published-texts.ts'
import type { Desk } from './desk.ts'
import { appealAt } from './write-appeal.ts'

/**
 * Keeps the appeal of a day as published, with the figures it used: later appeals are protected
 * against subtraction from it, and a correction finds it. The id is returned.
 */
export async function publishAppeal(
  desk: Desk,
  options: { readonly asOf?: PlainDate; readonly freshForDays?: number },
): Promise<string> {
  requireAccess(desk.actor, 'appeal.publish')
  return act(desk, 'appeal.publish', async (tx) => {
    const { asOf, markdown, figures } = await appealAt(tx, desk, options)
    return insertPublishedText(tx, {
      publishedAt: desk.now().toISOString(),
      asOf,
      actor: desk.actor.handle,
      markdown,
      figures,
    })
  })
}

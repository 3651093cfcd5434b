import type { Database } from '../storage/database.ts'
import { countWithoutLinkKeys } from '../storage/link-keys.ts'
import type { Operation } from '../storage/operations.ts'
import { countPairsOffJudgement } from '../storage/pairs.ts'
import { countMergesOffEvents, listInSeveralCases } from '../storage/same-persons.ts'
import type { DataFinding } from './data-finding.ts'

/** Where who is one person is not what was judged, or someone cannot be found; empty when all holds. */
export async function checkSamePersons(
  db: Database,
  operation: Operation,
): Promise<readonly DataFinding[]> {
  return db.asSystem().read(operation.id, async (tx) => {
    const offEvents = await countMergesOffEvents(tx)
    const offJudgement = await countPairsOffJudgement(tx)
    const twice = await listInSeveralCases(tx)
    const unkeyed = await countWithoutLinkKeys(tx)
    return [
      ...finding('same_persons', offEvents + offJudgement === 0, {
        what: `Operation ${operation.name}: ${offEvents} merged records differ from their events, ${offJudgement} pairs from their last judgement.`,
        remedy: 'Do not work on. Report it with this output; events and judgements are the truth.',
      }),
      ...finding('one_case_per_person', twice.length === 0, {
        what: `Operation ${operation.name}: ${twice.length} persons with several records are in more than one case that goes on${twice.length === 0 ? '' : `: ${twice.slice(0, 10).join(', ')}`}.`,
        remedy:
          'Take the person out of one of the cases, or take the judgement back (`onward person REFERENCE`, `onward same undo`).',
      }),
      ...finding('link_keys', unkeyed === 0, {
        what: `Operation ${operation.name}: ${unkeyed} persons cannot be found as likely duplicates yet.`,
        remedy: 'Run `onward same scan` once.',
      }),
    ]
  })
}

function finding(
  id: string,
  ok: boolean,
  said: { readonly what: string; readonly remedy: string },
): readonly DataFinding[] {
  return ok ? [] : [{ id, ok, ...said }]
}

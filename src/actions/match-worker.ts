import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { candidatePairs } from '../identity/linkage/block-pairs.ts'
import { scorePairs } from '../identity/linkage/score-pairs.ts'
import type { MatchTask } from './match-table.ts'
import { readMatchTable } from './match-table.ts'
import type { ScoreAnswer, ScoreQuestion } from './match-thread.ts'

// The thread that startMatchThread starts: its share of the pairs, scored with the model it is sent.
const port = parentPort
if (port !== null) {
  const asked = once(port, 'message')
  const { table } = await readMatchTable(workerData as MatchTask)
  const pairs = candidatePairs(table, { part: 1, parts: 2 })
  const [{ model, least }] = (await asked) as [ScoreQuestion]
  const answer: ScoreAnswer = {
    scored: scorePairs(table, model, pairs, least),
    candidates: pairs.first.length,
  }
  port.postMessage(answer)
}

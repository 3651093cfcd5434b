import { Worker } from 'node:worker_threads'
import type { LinkModel } from '../identity/linkage/link-model.ts'
import type { ScoredPairs } from '../identity/linkage/score-pairs.ts'
import type { MatchTask } from './match-table.ts'

/** What the thread is asked once the model is known. */
export interface ScoreQuestion {
  readonly model: LinkModel
  readonly least: number
}

/** The second share of the pairs, scored. */
export interface ScoreAnswer {
  readonly scored: ScoredPairs
  readonly candidates: number
}

export interface MatchThread {
  score(model: LinkModel, least: number): Promise<ScoreAnswer>
}

/**
 * Starts a thread that reads the same tables and finds the second share of the pairs, while this
 * one works on the first. Undefined when run from TypeScript sources (tests): Node 20 starts no
 * worker from them.
 */
export function startMatchThread(task: MatchTask): MatchThread | undefined {
  if (!import.meta.url.endsWith('.js')) return undefined
  const worker = new Worker(new URL('./match-worker.js', import.meta.url), { workerData: task })
  const answer = new Promise<ScoreAnswer>((resolve, reject) => {
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`The matching thread ended early (${code}).`)))
  })
  // Told by whoever awaits the score.
  answer.catch(() => {})
  return {
    score: (model, least) => {
      const question: ScoreQuestion = { model, least }
      worker.postMessage(question)
      return answer
    },
  }
}

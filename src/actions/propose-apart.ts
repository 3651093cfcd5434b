import { Worker } from 'node:worker_threads'
import type { PlanningInput } from '../planning/candidate.ts'
import type { Proposal } from '../planning/propose.ts'
import { propose } from '../planning/propose.ts'

/** What the worker is asked. Plain data: it crosses to another thread. */
export interface ProposalTask {
  readonly input: PlanningInput
  readonly timeLimitSeconds: number
  readonly oneMoreSeconds: number
}

/** What the worker answers: how far it is, then the proposal or the fault. */
export type ProposalAnswer =
  | { readonly done: number; readonly total: number }
  | { readonly proposal: Proposal }
  | { readonly fault: string }

/**
 * Proposes in a thread of its own: solving takes seconds of pure computing, in which a server
 * must go on answering. Run from TypeScript sources (tests) it computes in this thread, because
 * Node 20 starts no worker from them.
 */
export function proposeApart(
  task: ProposalTask,
  onProgress: (done: number, total: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Proposal> {
  if (!import.meta.url.endsWith('.js'))
    return propose(task.input, { ...task, now: () => performance.now(), onProgress })
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./propose-worker.js', import.meta.url), { workerData: task })
    worker.on('message', (answer: ProposalAnswer) => {
      if ('proposal' in answer) resolve(answer.proposal)
      else if ('fault' in answer) reject(new Error(answer.fault))
      else onProgress(answer.done, answer.total)
    })
    worker.on('error', reject)
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error)
      void worker.terminate()
    })
    worker.on('exit', (code) => {
      reject(new Error(`The planning thread ended early (${code}).`))
    })
  })
}

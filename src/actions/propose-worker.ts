import { parentPort, workerData } from 'node:worker_threads'
import { propose } from '../planning/propose.ts'
import type { ProposalAnswer, ProposalTask } from './propose-apart.ts'

// The thread that proposeApart starts: one task, its progress, one answer.
const task = workerData as ProposalTask
const answer = (message: ProposalAnswer): void => parentPort?.postMessage(message)

try {
  const proposal = await propose(task.input, {
    ...task,
    now: () => performance.now(),
    onProgress: (done, total) => answer({ done, total }),
  })
  answer({ proposal })
} catch (error) {
  answer({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}

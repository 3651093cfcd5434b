import type { Issue } from './errors.ts'
import type { ErrorCode } from './errors.ts'

/** Work that is asked for and done later, by whichever worker is free. */
export const JOB_KINDS = ['plan', 'import', 'scan'] as const
export type JobKind = (typeof JOB_KINDS)[number]

export const JOB_STATUSES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

export function isEnded(status: JobStatus): boolean {
  return status !== 'waiting' && status !== 'running'
}

/** A job as the account that asked for it sees it. */
export interface JobView {
  readonly job: string
  readonly kind: JobKind
  readonly status: JobStatus
  /** Steps done of all steps; 0 of 0 before it is known how many there are. */
  readonly done: number
  readonly total: number
  readonly queuedAt: string
  readonly endedAt?: string
  /** It was asked to stop, and stops at the next moment at which nothing is lost. */
  readonly cancelAsked: boolean
  /** How often a worker began it. */
  readonly attempts: number
  /** What it answers once done: what the same request answers when it is not put off. */
  readonly result?: unknown
  /** Why it failed. */
  readonly fault?: {
    readonly code: ErrorCode
    readonly message: string
    readonly issues: readonly Issue[]
  }
}

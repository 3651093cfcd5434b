/** What is not as it was written, and where. */
export interface AuditFault {
  readonly fault:
    | 'edited'
    | 'removed'
    | 'inserted'
    | 'reordered'
    /** A whole stretch was made anew, consistent in itself. */
    | 'rewritten'
    /** Not sealed or signed by its key. */
    | 'forged'
    | 'unknown_key'
  readonly lane?: string
  /** Number within its lane. */
  readonly seq?: number
  readonly checkpoint?: number
  /** Last of a stretch. */
  readonly toSeq?: number
  readonly message: string
}

/** What a look at the whole audit of one operation found. */
export interface AuditReport {
  readonly ok: boolean
  readonly entries: number
  readonly lanes: number
  readonly checkpoints: number
  readonly lastCheckpointAt?: string
  /** Entries that a checkpoint vouches for. */
  readonly vouched: number
  /** Entries since: if the last of them were removed, nobody could tell. */
  readonly notVouched: number
  /** Entries whose seal was tried; 0 without the secret key. */
  readonly sealsTried: number
  /** Entries dropped after their time, by signed statements. */
  readonly droppedEntries: number
  readonly faultCount: number
  /** The first of them. */
  readonly faults: readonly AuditFault[]
}

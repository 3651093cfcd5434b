/**
 * Looks whether the audit is as it was written. Shares no code with what writes it, only the format
 * that docs/audit.md specifies: what one of them gets wrong, the other notices.
 */
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  verify,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { AuditFault, AuditReport } from '../../domain/audit-report.ts'

interface Entry {
  readonly lane: string
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly role: string
  readonly kind: string
  readonly action: string
  readonly subjects: readonly string[]
  readonly facts: string
  readonly key: string
  readonly prevHash: string
  readonly hash: string
  readonly seal: string
}

interface Statement {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly heads: string
  readonly key: string
  readonly prevHash: string
  readonly hash: string
  readonly signature: string
}

/** What is looked at: entries by lane and number, checkpoints by number. */
export interface Audit {
  readonly operationId: string
  readonly about: number
  checkpoints(): AsyncIterable<Statement>
  entries(): AsyncIterable<Entry>
}

export interface VerifyOptions {
  /** PEM (SPKI) of every key whose signatures are believed. */
  readonly publicKeys: readonly string[]
  /** PEM (PKCS 8) of the audit's own key, where it is at hand: then seals are tried too. */
  readonly secretKey?: string
  /** The last checkpoint that was seen outside the database. */
  readonly seen?: { readonly seq: number; readonly hash: string }
  readonly onProgress?: (done: number, total: number) => void
}

interface Keys {
  readonly believed: ReadonlyMap<string, KeyObject>
  readonly seals: ReadonlyMap<string, Buffer>
}

/** Faults that are listed one by one; all are counted. */
const MOST_LISTED = 200
/** How far a moved entry is looked for. */
const FARTHEST = 1_000
const PROGRESS_EVERY = 1_000

class Findings {
  readonly listed: AuditFault[] = []
  count = 0

  add(fault: AuditFault): void {
    this.count += 1
    if (this.listed.length < MOST_LISTED) this.listed.push(fault)
  }
}

/** Reads the whole audit of one operation once; memory grows with its lanes, not its entries. */
export async function verifyAudit(audit: Audit, options: VerifyOptions): Promise<AuditReport> {
  const keys = readKeys(options)
  const found = new Findings()
  const strange = new Set<string>()
  const marks = await walkCheckpoints(audit, keys, options, found, strange)
  const walked = await walkEntries(audit, keys, marks, options, found, strange)
  for (const [lane, mark] of marks.heads)
    if (!walked.lanes.has(lane))
      found.add({
        fault: 'removed',
        lane,
        seq: 1,
        toSeq: mark.seq,
        message: `All ${mark.seq} entries of lane ${lane} are gone; checkpoint ${mark.by} vouches for them.`,
      })
  for (const key of [...strange].toSorted())
    found.add({
      fault: 'unknown_key',
      message: `Something is sealed or signed with key ${key}, which was not given. If it is yours, give its public key with --public-key; otherwise it is a forgery.`,
    })
  return {
    ok: found.count === 0,
    entries: walked.entries,
    lanes: walked.lanes.size,
    checkpoints: marks.count,
    ...(marks.lastAt === undefined ? {} : { lastCheckpointAt: marks.lastAt }),
    vouched: walked.vouched,
    notVouched: walked.entries - walked.vouched,
    sealsTried: walked.sealsTried,
    droppedEntries: marks.droppedEntries,
    faultCount: found.count,
    faults: found.listed,
  }
}

function readKeys({ publicKeys, secretKey }: VerifyOptions): Keys {
  const believed = new Map<string, KeyObject>()
  const seals = new Map<string, Buffer>()
  const idOf = (key: KeyObject): string =>
    digest(key.export({ type: 'spki', format: 'der' }))
      .toString('hex')
      .slice(0, 16)
  for (const pem of publicKeys) {
    const key = createPublicKey(pem)
    believed.set(idOf(key), key)
  }
  if (secretKey !== undefined) {
    const secret = createPrivateKey(secretKey)
    const open = createPublicKey(secret)
    // The last 32 bytes of an Ed25519 key in PKCS 8 are its seed (RFC 8410).
    const seed = secret.export({ type: 'pkcs8', format: 'der' }).subarray(-32)
    believed.set(idOf(open), open)
    seals.set(idOf(open), Buffer.from(hkdfSync('sha256', seed, '', 'onward-audit-seal-1', 32)))
  }
  return { believed, seals }
}

interface Mark {
  readonly seq: number
  readonly hash: string
  /** Number of the checkpoint. */
  readonly by: number
}

interface Marks {
  /** Of each lane that is still there, the last entry that is vouched for. */
  readonly heads: Map<string, Mark>
  readonly dropped: Map<string, Mark>
  count: number
  droppedEntries: number
  lastAt?: string
}

async function walkCheckpoints(
  audit: Audit,
  keys: Keys,
  { seen }: VerifyOptions,
  found: Findings,
  strange: Set<string>,
): Promise<Marks> {
  const marks: Marks = { heads: new Map(), dropped: new Map(), count: 0, droppedEntries: 0 }
  let before = hashOf(['onward-audit-checkpoints-1', audit.operationId]).toString('hex')
  let expected = 1
  let isSeen = false
  for await (const one of audit.checkpoints()) {
    marks.count += 1
    if (one.seq > expected)
      found.add({
        fault: 'removed',
        checkpoint: expected,
        toSeq: one.seq - 1,
        message: `Checkpoints ${expected} to ${one.seq - 1} are gone.`,
      })
    const { seq, at, kind, heads, key, prevHash } = one
    const own = hashOf([
      'onward-audit-checkpoint-1',
      audit.operationId,
      seq,
      at,
      kind,
      heads,
      key,
      prevHash,
    ])
    const fault = checkpointFault(one, own, one.seq === expected ? before : one.prevHash, keys)
    if (fault === 'unknown_key') strange.add(key)
    else if (fault === undefined) takeHeads(one, marks)
    else
      found.add({
        fault,
        checkpoint: seq,
        message: `Checkpoint ${seq} ${CHECKPOINT_SAYS[fault]}; it vouches for nothing.`,
      })
    if (seen !== undefined && seq === seen.seq && own.toString('hex') === seen.hash) isSeen = true
    before = one.hash
    expected = one.seq + 1
  }
  if (seen !== undefined && !isSeen)
    found.add({
      fault: expected <= seen.seq ? 'removed' : 'rewritten',
      checkpoint: seen.seq,
      message: `Checkpoint ${seen.seq} was seen outside the database and is not there as it was: what came after the last one that is there may be gone.`,
    })
  return marks
}

const CHECKPOINT_SAYS = {
  edited: 'was edited',
  reordered: 'does not follow the one before it',
  forged: 'has a signature that is not of its key',
} as const

function checkpointFault(
  one: Statement,
  own: Buffer,
  before: string,
  { believed }: Keys,
): keyof typeof CHECKPOINT_SAYS | 'unknown_key' | undefined {
  if (own.toString('hex') !== one.hash) return 'edited'
  const key = believed.get(one.key)
  if (key === undefined) return 'unknown_key'
  if (!verify(null, own, key, Buffer.from(one.signature, 'hex'))) return 'forged'
  return one.prevHash === before ? undefined : 'reordered'
}

function takeHeads(one: Statement, marks: Marks): void {
  marks.lastAt = one.at
  for (const [lane, seq, hash] of JSON.parse(one.heads) as [string, number, string][]) {
    const mark = { seq, hash, by: one.seq }
    if (one.kind === 'dropped') {
      marks.heads.delete(lane)
      marks.dropped.set(lane, mark)
      marks.droppedEntries += seq
    } else marks.heads.set(lane, mark)
  }
}

interface Walked {
  readonly lanes: Set<string>
  entries: number
  vouched: number
  sealsTried: number
}

interface LaneState {
  readonly lane: string
  seq: number
  hash: string
  /** Something is wrong with the last entry already: what follows it is not blamed. */
  isFaulty: boolean
}

async function walkEntries(
  audit: Audit,
  keys: Keys,
  marks: Marks,
  { onProgress }: VerifyOptions,
  found: Findings,
  strange: Set<string>,
): Promise<Walked> {
  const walked: Walked = { lanes: new Set(), entries: 0, vouched: 0, sealsTried: 0 }
  let at: LaneState | undefined
  for await (const row of audit.entries()) {
    walked.entries += 1
    if (walked.entries % PROGRESS_EVERY === 0) onProgress?.(walked.entries, audit.about)
    if (at?.lane !== row.lane) {
      if (at !== undefined) endLane(at, marks, found)
      at = startLane(audit.operationId, row.lane, walked, marks, found)
    }
    const isFaulty = !isSound(audit.operationId, row, at, keys, walked, found, strange)
    const mark = marks.heads.get(row.lane)
    if (mark !== undefined && row.seq <= mark.seq) walked.vouched += 1
    if (mark !== undefined && row.seq === mark.seq && row.hash !== mark.hash)
      found.add({
        fault: 'rewritten',
        lane: row.lane,
        seq: row.seq,
        message: `Lane ${row.lane} was rewritten: its entry ${row.seq} is not the one that checkpoint ${mark.by} vouches for.`,
      })
    at.seq = Math.max(at.seq, row.seq)
    at.hash = row.hash
    at.isFaulty = isFaulty
  }
  if (at !== undefined) endLane(at, marks, found)
  return walked
}

function startLane(
  operationId: string,
  lane: string,
  walked: Walked,
  marks: Marks,
  found: Findings,
): LaneState {
  walked.lanes.add(lane)
  if (marks.dropped.has(lane))
    found.add({
      fault: 'inserted',
      lane,
      seq: 1,
      message: `Lane ${lane} was dropped after its time and has entries again.`,
    })
  const hash = hashOf(['onward-audit-lane-1', operationId, lane]).toString('hex')
  return { lane, seq: 0, hash, isFaulty: false }
}

/** Looks at one entry by itself and in its place. */
function isSound(
  operationId: string,
  row: Entry,
  before: LaneState,
  keys: Keys,
  walked: Walked,
  found: Findings,
  strange: Set<string>,
): boolean {
  const { lane, seq } = row
  const fault = (kind: AuditFault['fault'], message: string, toSeq?: number): void =>
    found.add({ fault: kind, lane, seq, ...(toSeq === undefined ? {} : { toSeq }), message })
  if (seq <= before.seq) fault('inserted', `Entry ${seq} of lane ${lane} is there more than once.`)
  if (seq > before.seq + 1)
    found.add({
      fault: 'removed',
      lane,
      seq: before.seq + 1,
      toSeq: seq - 1,
      message: `Entries ${before.seq + 1} to ${seq - 1} of lane ${lane} are gone.`,
    })
  const own = textHash(operationId, row, seq)
  if (own.toString('hex') !== row.hash) {
    const stood = whereItStood(operationId, row)
    if (stood === undefined) fault('edited', `Entry ${seq} of lane ${lane} was edited.`)
    else
      fault(
        'reordered',
        `Entry ${seq} of lane ${lane} was moved: it was written as entry ${stood}.`,
      )
    return false
  }
  if (!keys.believed.has(row.key)) strange.add(row.key)
  const sealing = keys.seals.get(row.key)
  if (sealing !== undefined) {
    walked.sealsTried += 1
    if (createHmac('sha256', sealing).update(own).digest('hex') !== row.seal) {
      fault(
        'forged',
        `Entry ${seq} of lane ${lane} was not written by Onward: its seal is not of its key.`,
      )
      return false
    }
  }
  const isBroken = seq === before.seq + 1 && row.prevHash !== before.hash && !before.isFaulty
  if (isBroken)
    fault(
      'reordered',
      `Entry ${seq} of lane ${lane} does not follow the one before it: one of the two was replaced.`,
    )
  return !isBroken
}

/** The number under which a moved entry was written, when it is not far. */
function whereItStood(operationId: string, row: Entry): number | undefined {
  for (let step = 1; step <= FARTHEST; step += 1)
    for (const seq of [row.seq - step, row.seq + step])
      if (seq > 0 && textHash(operationId, row, seq).toString('hex') === row.hash) return seq
  return undefined
}

function endLane({ lane, seq }: LaneState, marks: Marks, found: Findings): void {
  const mark = marks.heads.get(lane)
  if (mark === undefined || seq >= mark.seq) return
  found.add({
    fault: 'removed',
    lane,
    seq: seq + 1,
    toSeq: mark.seq,
    message: `Entries ${seq + 1} to ${mark.seq} of lane ${lane} are gone; checkpoint ${mark.by} vouches for them.`,
  })
}

function textHash(operationId: string, row: Entry, seq: number): Buffer {
  const { lane, at, actor, role, kind, action, subjects, facts, key, prevHash } = row
  return hashOf([
    'onward-audit-entry-1',
    operationId,
    lane,
    seq,
    at,
    actor,
    role,
    kind,
    action,
    subjects,
    facts,
    key,
    prevHash,
  ])
}

function hashOf(parts: readonly unknown[]): Buffer {
  return digest(Buffer.from(JSON.stringify(parts), 'utf8'))
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

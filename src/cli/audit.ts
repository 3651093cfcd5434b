import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { SealedOperation, VerifiedOperation } from '../actions/seal-audit.ts'
import { sealAudit, verifyAllAudits } from '../actions/seal-audit.ts'
import { DomainError } from '../domain/errors.ts'
import { withDatabase } from './at-desk.ts'
import { EXIT_CODE } from './exit-code.ts'
import { print, printJson, say, startProgress } from './terminal.ts'

/** `onward audit verify|checkpoint|key` */
export function auditCommand(): Command {
  return new Command('audit')
    .description('who did and saw what: look, seal, verify (docs/audit.md)')
    .addCommand(verifyCommand())
    .addCommand(checkpointCommand())
    .addCommand(keyCommand())
}

function verifyCommand(): Command {
  interface Options {
    readonly publicKey?: readonly string[]
    readonly json?: boolean
  }
  return new Command('verify')
    .description('whether every entry is as it was written; says which is not')
    .option(
      '--public-key <file...>',
      'also believe what this key signed: the public key of an earlier key, or of another instance',
    )
    .option('--json', 'the result as JSON (docs/json.md)')
    .action(async ({ publicKey = [], json }: Options) => {
      const publicKeys = await Promise.all(publicKey.map(readPublicKey))
      const progress = startProgress('Verifying')
      const onProgress = (done: number, total: number): void => progress.update(done, total)
      const reports = await withDatabase((db) =>
        verifyAllAudits(db, { publicKeys, onProgress }),
      ).finally(() => progress.end())
      if (json) printJson({ operations: reports })
      else for (const report of reports) printReport(report)
      if (reports.some((report) => !report.ok)) process.exitCode = EXIT_CODE.rule_broken
    })
}

async function readPublicKey(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '')
  if (text.includes('-----BEGIN PUBLIC KEY-----')) return text
  throw new DomainError(
    'invalid_input',
    `${path} holds no public key. Give a file with what \`onward audit key\` printed.`,
  )
}

function printReport(report: VerifiedOperation): void {
  const { operation, entries, lanes, vouched, notVouched, checkpoints, faults } = report
  print(
    `${report.ok ? 'ok     ' : 'PROBLEM'} ${operation}: ${entries} entries in ${lanes} lanes, ${checkpoints} checkpoints` +
      `${report.lastCheckpointAt === undefined ? '' : `, the last at ${report.lastCheckpointAt}`}.`,
  )
  print(`        ${vouched} entries are vouched for by a checkpoint; ${notVouched} came since.`)
  if (notVouched > 0)
    print(
      '        Whether the last of those are all there cannot be told before the next checkpoint.',
    )
  if (report.droppedEntries > 0)
    print(`        ${report.droppedEntries} entries were dropped after their time.`)
  for (const fault of faults) print(`        ${fault.fault}: ${fault.message}`)
  const more = report.faultCount - faults.length
  if (more > 0) print(`        … and ${more} more.`)
}

function checkpointCommand(): Command {
  return new Command('checkpoint')
    .description('sign how far the audit has come; the server does it every few minutes')
    .option('--json', 'the result as JSON (docs/json.md)')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const checkpoints = await withDatabase((db) => sealAudit(db))
      if (json) return printJson({ checkpoints })
      for (const one of checkpoints) print(checkpointText(one))
      if (checkpoints.length === 0) say('Nothing is new since the last checkpoint.')
      else say('Keep these lines outside this machine: they prove later that nothing was removed.')
    })
}

function checkpointText(one: SealedOperation): string {
  const refused =
    one.refusedLanes.length === 0
      ? ''
      : ` NOT vouched for: ${one.refusedLanes.join(', ')}; run \`onward audit verify\`.`
  return `${one.operation}: checkpoint ${one.seq} at ${one.at}, ${one.entries} entries, ${one.hash}.${refused}`
}

function keyCommand(): Command {
  return new Command('key')
    .description('print the public key, for keeping outside this machine')
    .action(async () => {
      const { id, publicKey } = await withDatabase((db) => db.auditKey())
      print(publicKey)
      say(`Key ${id}.`)
    })
}

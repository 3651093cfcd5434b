import { readFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import type { SealedOperation, VerifiedOperation } from '../actions/seal-audit.ts'
import { sealAudit, verifyAllAudits } from '../actions/seal-audit.ts'
import { exportAudit, verifyAuditFile } from '../actions/audit-file.ts'
import type { AuditQuery } from '../actions/list-audit.ts'
import { listAudit } from '../actions/list-audit.ts'
import type { AuditEntryView } from '../domain/audit-views.ts'
import { AUDIT_KINDS } from '../domain/audit.ts'
import { dropOldAudit } from '../actions/drop-old-audit.ts'
import { DomainError } from '../domain/errors.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDatabase, withDesk } from './at-desk.ts'
import { withOwner } from '../storage/open-database.ts'
import { EXIT_CODE } from './exit-code.ts'
import { parseCount } from './parse-options.ts'
import { readSettings } from './settings.ts'
import { confirm, print, printJson, say, startProgress, table } from './terminal.ts'

/** `onward audit verify|checkpoint|key|list|export|drop` */
export function auditCommand(): Command {
  return new Command('audit')
    .description('who did and saw what: look, seal, verify (docs/audit.md)')
    .addCommand(verifyCommand())
    .addCommand(checkpointCommand())
    .addCommand(keyCommand())
    .addCommand(listCommand())
    .addCommand(exportCommand())
    .addCommand(dropCommand())
}

function verifyCommand(): Command {
  interface Options {
    readonly publicKey?: readonly string[]
    readonly file?: string
    readonly json?: boolean
  }
  return new Command('verify')
    .description('whether every entry is as it was written; says which is not')
    .option(
      '--public-key <file...>',
      'also believe what this key signed: the public key of an earlier key, or of another instance',
    )
    .option('--file <file>', 'verify what `onward audit export` wrote, with --public-key alone')
    .option('--json', 'the result as JSON (docs/json.md)')
    .action(async ({ publicKey = [], file, json }: Options) => {
      const publicKeys = await Promise.all(publicKey.map(readPublicKey))
      const progress = startProgress('Verifying')
      const onProgress = (done: number, total: number): void => progress.update(done, total)
      const options = { publicKeys, onProgress }
      const reports = await (
        file === undefined
          ? withDatabase((db) => verifyAllAudits(db, options))
          : verifyAuditFile(file, options).then((report) => [report])
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

function listCommand(): Command {
  type Options = DeskOptions & AuditQuery
  return deskCommand('list')
    .description('who did and saw what, the latest first; for an auditor')
    .option('--actor <account>', 'of this account, or system')
    .addOption(new Option('--kind <kind>', 'of this kind').choices([...AUDIT_KINDS]))
    .option('--action <action>', 'of this action, for example person.read')
    .option('--subject <reference>', 'about this person, case, offer or account')
    .option('--from <instant>', 'from this instant, RFC 3339')
    .option('--until <instant>', 'before this instant, RFC 3339')
    .option('--after <next>', 'the page after, as the page before named it')
    .option('--limit <number>', 'entries, at most 5,000', parseCount, 100)
    .action(async ({ operation, as = 'auditor.one', json, ...query }: Options) => {
      const at = { as, ...(operation === undefined ? {} : { operation }) }
      const list = await withDesk(at, (desk) => listAudit(desk, query))
      if (json) return printJson(list)
      print(entryTable(list.entries))
      if (list.next !== undefined) say(`More: --after ${list.next}`)
    })
}

function entryTable(entries: readonly AuditEntryView[]): string {
  return table(
    ['at', 'by', 'role', 'action', 'about', 'facts'],
    entries.map((one) => [
      one.at.slice(0, 19),
      one.by,
      one.role,
      one.action,
      one.subjects.map(({ subject, reference }) => reference ?? subject).join(' '),
      Object.entries({ ...one.facts, ...(one.purpose && { purpose: one.purpose }) })
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' '),
    ]),
  )
}

function exportCommand(): Command {
  interface Options extends DeskOptions {
    readonly out: string
  }
  return deskCommand('export')
    .description('the whole audit as a file that others can verify with the public key')
    .requiredOption('--out <file>', 'a new file')
    .action(async ({ out, operation, as = 'auditor.one', json }: Options) => {
      const progress = startProgress('Writing')
      const at = { as, ...(operation === undefined ? {} : { operation }) }
      const done = await withDesk(at, (desk) =>
        exportAudit(desk, out, (some, all) => progress.update(some, all)),
      ).finally(() => progress.end())
      if (json) return printJson(done)
      say(`${done.entries} entries and ${done.checkpoints} checkpoints, SHA-256 ${done.sha256}.`)
    })
}

function dropCommand(): Command {
  interface Options {
    readonly months?: number
    readonly json?: boolean
  }
  const { auditMonths } = readSettings(process.env)
  return new Command('drop')
    .description('drop what is older than it must be kept, leaving a signed statement of it')
    .option('--months <number>', 'older than this; without it ONWARD_AUDIT_MONTHS', parseCount)
    .option('--json', 'the result as JSON (docs/json.md)')
    .action(async ({ months = auditMonths, json }: Options) => {
      if (months === undefined)
        throw new DomainError(
          'invalid_input',
          'How long the audit must be kept is for you to say: give --months, or set ONWARD_AUDIT_MONTHS.',
        )
      const before = new Date()
      before.setUTCMonth(before.getUTCMonth() - months)
      const settings = readSettings(process.env)
      if (!(await confirm(`Drop all entries before ${before.toISOString()} for good?`))) return
      const dropped = await withDatabase((db) =>
        withOwner(settings, (owner) => dropOldAudit(db, owner, before)),
      )
      if (json) return printJson({ operations: dropped })
      for (const { operation, lanes, entries } of dropped)
        print(`${operation}: ${entries} entries in ${lanes} lanes dropped.`)
    })
}

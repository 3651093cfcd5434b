import { Command } from 'commander'
import { DomainError } from '../domain/errors.ts'
import { checkOperation } from '../actions/check-operation.ts'
import { checkAudit } from '../actions/seal-audit.ts'
import { openDatabase } from '../storage/open-database.ts'
import { inspectMachine } from '../storage/embedded/inspect-machine.ts'
import type { Finding } from '../storage/embedded/inspect-machine.ts'
import { EXIT_CODE } from './exit-code.ts'
import type { Settings } from './settings.ts'
import { readSettings } from './settings.ts'
import { print, printJson } from './terminal.ts'

/** `onward doctor [--deep]`: what is wrong with this machine and these data, and the remedy. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what is wrong with this machine or these data, and the remedy')
    .option(
      '--deep',
      'also derive every case anew from its events and compare, and verify the audit',
    )
    .option('--json', 'the findings as JSON')
    .action(async (options: { deep?: boolean; json?: boolean }) => {
      const findings = [
        ...(await inspectPlace(readSettings(process.env))),
        ...(options.deep ? await inspectData() : []),
      ]
      if (options.json) printJson({ findings })
      else for (const finding of findings) print(line(finding))
      if (findings.some((finding) => !finding.ok)) process.exitCode = EXIT_CODE.unavailable
    })
}

function line({ ok, what, remedy }: Finding): string {
  return `${ok ? 'ok     ' : 'PROBLEM'} ${what}${ok || remedy === undefined ? '' : `\n        → ${remedy}`}`
}

/** The machine with its embedded server, or the server that DATABASE_URL names. */
async function inspectPlace(settings: Settings): Promise<readonly Finding[]> {
  const machine = await inspectMachine(settings)
  if (settings.databaseUrl === undefined) return machine
  try {
    await (await openDatabase(settings)).close()
    return [...machine, { id: 'database', ok: true, what: 'The server of DATABASE_URL answers.' }]
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const what = 'The server of DATABASE_URL cannot be used.'
    return [...machine, { id: 'database', ok: false, what, remedy: error.message }]
  }
}

async function inspectData(): Promise<readonly Finding[]> {
  const db = await openDatabase(readSettings(process.env))
  try {
    return [...(await checkOperation(db)), ...(await checkAudit(db))]
  } finally {
    await db.close()
  }
}

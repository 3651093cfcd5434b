import { Argument, Command } from 'commander'
import { acknowledgeGlass, breakGlass, endGlass, listBreakGlass } from '../actions/break-glass.ts'
import type { BreakGlassView } from '../domain/audit-views.ts'
import type { BreakGlassKind } from '../domain/break-glass.ts'
import { BREAK_GLASS_KINDS, BREAK_GLASS_MINUTES } from '../domain/break-glass.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseCount } from './parse-options.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward glass break|list|acknowledge|end` */
export function glassCommand(): Command {
  return new Command('glass')
    .description('emergency access to a case or person of another site (docs/audit.md)')
    .addCommand(breakCommand())
    .addCommand(listCommand())
    .addCommand(changeCommand('acknowledge', 'say that it was looked at', acknowledgeGlass))
    .addCommand(changeCommand('end', 'end it before its time', endGlass))
}

function breakCommand(): Command {
  interface Options extends DeskOptions {
    readonly reason: string
    readonly minutes: number
  }
  return deskCommand('break')
    .description('open one case or person of another site to your account, for a short time')
    .addArgument(new Argument('<kind>', 'what it is').choices([...BREAK_GLASS_KINDS]))
    .argument('<reference>', 'its reference')
    .requiredOption('--reason <text>', 'what the emergency is; a reviewer reads it; no names')
    .option('--minutes <number>', 'how long', parseCount, BREAK_GLASS_MINUTES.usual)
    .action(async (kind: BreakGlassKind, reference: string, options: Options) => {
      const { reason, minutes } = options
      const grant = await withDesk(options, (desk) =>
        breakGlass(desk, { kind, reference, reason, minutes }),
      )
      if (options.json) return printJson(grant)
      say(`${grant.reference} is open to ${grant.by} until ${grant.endsAt}. It is on record.`)
    })
}

function listCommand(): Command {
  return deskCommand('list')
    .description('emergency access; what nobody has looked at comes first')
    .action(async (options: DeskOptions) => {
      const grants = await withDesk(options, listBreakGlass)
      if (options.json) return printJson({ grants })
      print(grantTable(grants))
      const waiting = grants.filter((one) => one.acknowledgedAt === undefined).length
      say(`${waiting} of ${grants.length} wait to be acknowledged.`)
    })
}

function grantTable(grants: readonly BreakGlassView[]): string {
  return table(
    ['opened', 'until', 'by', 'what', 'site', 'acknowledged by', 'reason', 'grant'],
    grants.map((one) => [
      one.openedAt,
      `${one.endsAt}${one.isOpen ? ' (open)' : ''}`,
      one.by,
      one.reference,
      one.site,
      one.acknowledgedBy ?? '',
      one.reason,
      one.grant,
    ]),
  )
}

function changeCommand(name: string, what: string, change: typeof endGlass): Command {
  return deskCommand(name)
    .description(what)
    .argument('<grant>', 'its id, from `onward glass list`')
    .action(async (grant: string, options: DeskOptions) => {
      const changed = await withDesk(options, (desk) => change(desk, grant))
      if (options.json) return printJson(changed)
      print(grantTable([changed]))
    })
}

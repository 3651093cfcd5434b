import { Command, Option } from 'commander'
import { listIncidentViews, recordIncident } from '../actions/record-incident.ts'
import { INCIDENT_KINDS, WHEN_PRECISIONS, WHERE_PRECISIONS } from '../domain/incident.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { rangeText } from './claim-text.ts'
import { parseDay } from './parse-options.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward incidents list|record` */
export function incidentsCommand(): Command {
  return new Command('incidents')
    .description('what happened; who was harmed is said by claims (docs/claims.md)')
    .addCommand(listCommand())
    .addCommand(recordCommand())
}

function listCommand(): Command {
  return deskCommand('list')
    .description('incidents with the figures that claims give of them')
    .action(async (options: DeskOptions) => {
      const list = await withDesk(options, listIncidentViews)
      if (options.json) return printJson(list)
      print(
        table(
          ['incident', 'kind', 'day', 'where', 'figures'],
          list.incidents.map((one) => [
            one.reference ?? '',
            one.kind,
            one.happenedOn,
            one.where,
            (one.figures ?? []).map((f) => `${f.measure} ${rangeText(f)}`).join('; '),
          ]),
        ),
      )
      say(`Urgency of the operation: ${list.urgency.level}.`)
    })
}

function recordCommand(): Command {
  interface Options extends DeskOptions {
    readonly kind: string
    readonly on: string
    readonly where: string
    readonly reference?: string
    readonly when: string
    readonly place: string
  }
  return deskCommand('record')
    .description('record that something happened; no numbers, no names, no shelter')
    .addOption(
      new Option('--kind <kind>', 'what').choices([...INCIDENT_KINDS]).makeOptionMandatory(),
    )
    .requiredOption('--on <day>', 'when', parseDay)
    .requiredOption('--where <text>', 'where, as coarsely as will do')
    .option('--reference <handle>', 'a handle of its own; without it kind and day')
    .addOption(
      new Option('--when <precision>', 'how sharp the day is')
        .choices([...WHEN_PRECISIONS])
        .default('day'),
    )
    .addOption(
      new Option('--place <precision>', 'how sharp the place is')
        .choices([...WHERE_PRECISIONS])
        .default('place'),
    )
    .action(async (options: Options) => {
      const { kind, on, where, reference, when, place } = options
      const recorded = await withDesk(options, (desk) =>
        recordIncident(desk, {
          kind,
          on,
          where,
          ...(reference === undefined ? {} : { reference }),
          whenPrecision: when,
          wherePrecision: place,
        }),
      )
      if (options.json) return printJson(recorded)
      say(`Incident ${recorded.reference}. Urgency of the operation: ${recorded.urgency.level}.`)
    })
}

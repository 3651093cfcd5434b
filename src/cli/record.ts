import type { Command } from 'commander'
import { recordByHand } from '../actions/record-by-hand.ts'
import { splitCase } from '../actions/split-case.ts'
import { DomainError } from '../domain/errors.ts'
import { describeData, needsPerson, RECORDABLE } from '../domain/event-schema.ts'
import type { RecordableType } from '../domain/event-schema.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseDay } from './parse-options.ts'
import { printJson, say } from './terminal.ts'

interface RecordOptions extends DeskOptions {
  readonly person?: string
  readonly on?: string
  readonly reason?: string
  readonly data?: string
}

/** `onward record CASE EVENT`, `onward split CASE` */
export function recordCommands(): Command[] {
  return [recordCommand(), splitCommand()]
}

function recordCommand(): Command {
  const types = (Object.keys(RECORDABLE) as RecordableType[]).map((type) => {
    const fields = describeData(type)
    const data = fields.length === 0 ? '' : `\n      --data with ${fields.join(', ')}`
    return `  ${type}${needsPerson(type) ? '  (needs --person)' : ''}${data}`
  })
  return deskCommand('record')
    .description('record what happened to a case or a member; the rules are checked first')
    .argument('<case>', 'the reference of the case')
    .argument('<event>', 'what happened; all are listed below')
    .option('--person <reference>', 'the member it happened to')
    .option(
      '--on <date>',
      'the day from which it is true; without it the operation’s today',
      parseDay,
    )
    .option('--reason <text>', 'why; some events need it. Write no names')
    .option('--data <json>', 'what the event needs, for example {"decision":"accepted"}')
    .addHelpText(
      'after',
      `\nEvents:\n${types.join('\n')}\n\nExample:\n  onward record C-7K2M9QT travel.check_recorded --person P-4XQ8T \\\n    --data '{"kind":"medical","status":"cleared","expires":"2016-03-01"}'`,
    )
    .action(async (reference: string, type: string, options: RecordOptions) => {
      const { person, on, reason, data } = options
      const recorded = await withDesk(options, (desk) =>
        recordByHand(desk, {
          case: reference,
          type,
          ...(person === undefined ? {} : { person }),
          ...(on === undefined ? {} : { on }),
          ...(reason === undefined ? {} : { reason }),
          ...(data === undefined ? {} : { data: parseJson(data) }),
        }),
      )
      if (options.json) printJson(recorded)
      else say(`Recorded. Case ${recorded.case} is ${recorded.status}.`)
    })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError(
      'invalid_input',
      '--data is not JSON. Example: --data \'{"on":"2016-02-01"}\'',
    )
  }
}

function splitCommand(): Command {
  return deskCommand('split')
    .description('carry out a split decision: denied members go on in a new, linked case')
    .argument('<case>', 'the reference of the case')
    .option('--acknowledged', 'the adults concerned have acknowledged it')
    .action(async (reference: string, options: DeskOptions & { acknowledged?: boolean }) => {
      const result = await withDesk(options, (desk) =>
        splitCase(desk, reference, options.acknowledged === true),
      )
      if (options.json) printJson(result)
      else say(`Case ${result.newCase} holds the denied members, linked to ${result.case}.`)
    })
}

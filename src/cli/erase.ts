import { Command, Option } from 'commander'
import type { ErasuresView } from '../actions/erase-person.ts'
import {
  askErasure,
  confirmErasure,
  viewErasures,
  withdrawErasure,
} from '../actions/erase-person.ts'
import type { ErasureReason, RemainsAfterErasure } from '../domain/erasure.ts'
import { ERASURE_REASONS } from '../domain/erasure.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward erase ask|confirm|withdraw|list` */
export function eraseCommand(): Command {
  return new Command('erase')
    .description('take a person out of everything: asked by one, confirmed by another')
    .addCommand(askCommand())
    .addCommand(confirmCommand())
    .addCommand(
      deskCommand('withdraw')
        .description('take back what was asked')
        .argument('<person>')
        .action(async (person: string, options: DeskOptions) =>
          show(await withDesk(options, (desk) => withdrawErasure(desk, person)), options),
        ),
    )
    .addCommand(
      deskCommand('list')
        .description('what waits for another’s word, and who was erased when and why')
        .action(async (options: DeskOptions) =>
          show(await withDesk(options, viewErasures), options),
        ),
    )
}

function askCommand(): Command {
  return deskCommand('ask')
    .description('ask for the erasure of a person; nothing is erased yet')
    .argument('<person>', 'the reference')
    .addOption(
      new Option('--reason <reason>', 'the category; nothing else is kept')
        .choices([...ERASURE_REASONS])
        .makeOptionMandatory(),
    )
    .action(async (person: string, options: DeskOptions & { readonly reason: ErasureReason }) => {
      const { reason } = options
      show(await withDesk(options, (desk) => askErasure(desk, { person, reason })), options)
      if (!options.json) say('Another reviewer confirms it: onward erase confirm.')
    })
}

function confirmCommand(): Command {
  return deskCommand('confirm')
    .description('erase the person: this cannot be taken back')
    .argument('<person>', 'the reference')
    .action(async (person: string, options: DeskOptions) => {
      const erased = await withDesk(options, (desk) => confirmErasure(desk, person))
      if (options.json) return printJson(erased)
      say(`${erased.person} is erased (${erased.records} records). What remains:`)
      for (const one of erased.remains) say(`  ${REMAINS[one]}`)
      if (erased.errfContents > 0)
        say(
          `What eRRFs had brought of ${erased.errfContents} cases went as a whole; import the forms of the others again.`,
        )
    })
}

const REMAINS: Readonly<Record<RemainsAfterErasure, string>> = {
  tombstone: 'The tombstone: reference, days, who asked and confirmed, the category of reason.',
  events_without_words:
    'Events by the person’s id, with days and codes and without words: figures count them.',
  audit_by_id: 'The audit by the person’s id: who did what here stays answerable.',
  transmitted_to_states: 'What was transmitted to a State is with that State; ask it.',
  older_backups:
    'Backups made before now still hold the person and bring them back when restored: destroy them when their time is over, and erase again after restoring one.',
  files_that_left: 'Files that were exported before; the record of exports says who took which.',
}

function show({ erasures }: ErasuresView, options: DeskOptions): void {
  if (options.json) return printJson({ erasures })
  const header = ['person', 'outcome', 'reason', 'asked by', 'asked', 'ended by', 'ended']
  const rows = erasures.map((one) => [
    one.person,
    one.outcome,
    one.reason,
    one.askedBy,
    one.askedAt,
    one.endedBy ?? '',
    one.endedAt ?? '',
  ])
  print(table(header, rows))
}

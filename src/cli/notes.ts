import { Command } from 'commander'
import { addNote, getNotes } from '../actions/confidential-notes.ts'
import type { NotesView } from '../domain/role-views.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward note list|add` */
export function noteCommand(): Command {
  return new Command('note')
    .description('confidential notes on a person: for their author and the reviewers alone')
    .addCommand(listCommand())
    .addCommand(addCommand())
}

function listCommand(): Command {
  return deskCommand('list')
    .description('the confidential notes that this account may see')
    .argument('<person>', 'the reference of the person')
    .action(async (person: string, options: DeskOptions) =>
      show(options, await withDesk(options, (desk) => getNotes(desk, person))),
    )
}

function addCommand(): Command {
  return deskCommand('add')
    .description('keep what was said in confidence; it is never changed or deleted')
    .argument('<person>', 'the reference of the person')
    .argument('<text>', 'what relatives in the same case must not learn')
    .action(async (person: string, text: string, options: DeskOptions) =>
      show(options, await withDesk(options, (desk) => addNote(desk, person, text))),
    )
}

function show(options: DeskOptions, view: NotesView): void {
  if (options.json) return printJson(view)
  if (view.notes.length === 0) return say('There is no confidential note that you may see.')
  print(
    table(
      ['at', 'by', 'note'],
      view.notes.map((one) => [one.at, one.by, one.note]),
    ),
  )
}

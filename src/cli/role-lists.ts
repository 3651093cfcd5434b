import type { Command } from 'commander'
import { listPatients, listResearchPersons, listTravellers } from '../actions/role-lists.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseCount } from './parse-options.ts'
import { namesText } from './persons.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward travellers`, `onward patients`, `onward research`: what other roles see of people. */
export function roleListCommands(): Command[] {
  return [travellersCommand(), patientsCommand(), researchCommand()]
}

function travellersCommand(): Command {
  return deskCommand('travellers')
    .description('for movement: accepted members until they arrive, who travels first first')
    .action(async (options: DeskOptions) => {
      const list = await withDesk(options, listTravellers)
      if (options.json) return printJson(list)
      print(
        table(
          ['person', 'name', 'case', 'State', 'outcome', 'travels on', 'pick-up', 'needs'],
          list.rows.map((row) => [
            row.person,
            namesText(row.names),
            row.case,
            row.state,
            row.outcome,
            row.travelOn ?? '',
            row.pickUp ?? '',
            row.travelNeeds.join(' '),
          ]),
        ),
      )
      say(`Persons: ${list.total.persons}.`)
    })
}

function patientsCommand(): Command {
  return deskCommand('patients')
    .description('for the medical team: who was referred to it, with the medical part alone')
    .action(async (options: DeskOptions) => {
      const list = await withDesk(options, listPatients)
      if (options.json) return printJson(list)
      print(
        table(
          ['person', 'name', 'birth', 'needs', 'medical place', 'check', 'expires'],
          list.rows.map((row) => [
            row.person,
            namesText(row.names),
            row.birth?.text ?? '',
            row.medicalNeeds.join(' '),
            row.needsMedicalPlace ? 'yes' : '',
            row.check?.status ?? '',
            row.check?.expires ?? '',
          ]),
        ),
      )
      say(`Persons: ${list.total.persons}.`)
    })
}

function researchCommand(): Command {
  interface Options extends DeskOptions {
    readonly page?: number
  }
  return deskCommand('research')
    .description('for analysts: the register under keyed pseudonyms, ages and days made coarse')
    .option('--page <number>', 'the page, 1,000 persons each', parseCount, 1)
    .action(async (options: Options) => {
      const list = await withDesk(options, (desk) => listResearchPersons(desk, options.page))
      if (options.json) return printJson(list)
      print(
        table(
          ['pseudonym', 'sex', 'age', 'registered', 'case', 'status', 'priority', 'category'],
          list.rows.map((row) => [
            row.pseudonym.slice(0, 12),
            row.sex,
            row.ageBand,
            String(row.registeredYear ?? ''),
            row.casePseudonym?.slice(0, 12) ?? '',
            row.caseStatus ?? '',
            row.priority ?? '',
            row.primary ?? '',
          ]),
        ),
      )
      const pages = Math.max(1, Math.ceil(list.total.persons / list.pageSize))
      say(`Persons: ${list.total.persons}. Page ${list.page} of ${pages}.`)
    })
}

import type { Command } from 'commander'
import { Option } from 'commander'
import { getCase } from '../actions/get-case.ts'
import { listCases } from '../actions/list-cases.ts'
import { listOffers } from '../actions/list-offers.ts'
import type { CaseStatus } from '../domain/case.ts'
import { CASE_STATUSES } from '../domain/case.ts'
import type { CaseFileView, CaseSort, OffersView } from '../domain/views.ts'
import { CASE_SORTS } from '../domain/views.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseCount } from './parse-options.ts'
import { print, printJson, say, table } from './terminal.ts'

interface ListOptions extends DeskOptions {
  readonly status?: CaseStatus
  readonly sort?: CaseSort
  readonly page?: number
}

/** `onward cases [WORDS…]`, `onward case REFERENCE`, `onward offers` */
export function caseCommands(): Command[] {
  return [casesCommand(), caseCommand(), offersCommand()]
}

function casesCommand(): Command {
  return deskCommand('cases')
    .description('search the cases by name in any script, or by reference')
    .argument('[words...]', 'names or references; every word must be found')
    .addOption(new Option('--status <status>', 'only this status').choices([...CASE_STATUSES]))
    .addOption(new Option('--sort <by>', 'the order').choices([...CASE_SORTS]).default('waiting'))
    .option('--page <number>', 'the page, 50 cases each', parseCount, 1)
    .action(async (words: string[], options: ListOptions) => {
      const { status, sort, page } = options
      const list = await withDesk(options, (desk) =>
        listCases(desk, {
          ...(words.length === 0 ? {} : { query: words.join(' ') }),
          ...(status === undefined ? {} : { status }),
          ...(sort === undefined ? {} : { sort }),
          ...(page === undefined ? {} : { page }),
        }),
      )
      if (options.json) return printJson(list)
      print(
        table(
          ['case', 'principal applicant', 'status', 'waiting days', 'priority', 'persons', 'State'],
          list.rows.map((row) => [
            row.case,
            row.principal,
            row.status,
            row.waitingDays,
            row.priority,
            row.persons,
            row.state ?? '',
          ]),
        ),
      )
      say(`${list.total.cases} cases with ${list.total.persons} persons; page ${list.page}.`)
    })
}

function caseCommand(): Command {
  return deskCommand('case')
    .description('one case: members, submissions, links, and what happened')
    .argument('<reference>', 'for example C-7K2M9QT')
    .action(async (reference: string, options: DeskOptions) => {
      const file = await withDesk(options, (desk) => getCase(desk, reference))
      if (options.json) printJson(file)
      else print(caseText(file))
    })
}

function caseText(file: CaseFileView): string {
  const members = table(
    ['person', 'relationship', 'sex', 'age', 'protection status', 'location'],
    file.members.map((one) => [
      one.person,
      one.relationship,
      one.sex,
      String(one.ageYears ?? '?'),
      one.protectionStatus,
      one.location,
    ]),
  )
  const events = table(
    ['day', 'what', 'person', 'by', 'reason'],
    file.timeline.map((one) => [
      one.effectiveOn,
      one.type,
      one.person ?? '',
      one.actor,
      one.reason ?? '',
    ]),
  )
  const stops = file.violations.map((one) => `${one.rule}: ${one.message}`)
  return [
    `Case ${file.case}: ${file.status} since ${file.statusSince}, priority ${file.priority}, ${file.members.length} persons`,
    ...(stops.length === 0 ? [] : ['', 'What still stops it or warns:', ...stops]),
    '',
    members,
    '',
    events,
  ].join('\n')
}

function offersCommand(): Command {
  return deskCommand('offers')
    .description('what States offer, and how far it is used')
    .action(async (options: DeskOptions) => {
      const view = await withDesk(options, (desk) => listOffers(desk))
      if (options.json) printJson(view)
      else print(offersText(view))
    })
}

function offersText({ offers }: OffersView): string {
  return table(
    [
      'offer',
      'State',
      'status',
      'total',
      'counted in',
      'used',
      'reserved',
      'free',
      'departed persons',
    ],
    offers.map((one) => [
      one.offer,
      one.terms.state,
      one.status,
      one.terms.total,
      one.terms.countingBasis,
      one.used,
      one.reserved,
      one.free,
      one.persons.departed,
    ]),
  )
}

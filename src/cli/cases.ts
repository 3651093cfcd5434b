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
      const pages = Math.max(1, Math.ceil(list.total.cases / list.pageSize))
      say(
        `Cases: ${list.total.cases}. Persons in them: ${list.total.persons}. Page ${list.page} of ${pages}.`,
      )
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
    ['person', 'name', 'relationship', 'sex', 'age', 'protection status', 'location'],
    file.members.map((one) => [
      one.person,
      one.names.map((part) => part.text).join(' '),
      one.relationship,
      one.sex,
      String(one.ageYears ?? '?'),
      one.protectionStatus,
      one.location,
    ]),
  )
  const submissions = file.submissions.flatMap((one) =>
    one.members.map((member) => [
      one.offer,
      one.state,
      one.status,
      one.decision ?? '',
      member.person,
      member.outcome,
      member.checks
        .map((check) => `${check.kind} ${check.status} ${check.expires ?? ''}`)
        .join('; '),
    ]),
  )
  const events = table(
    ['day', 'what', 'person', 'facts', 'by', 'reason'],
    file.timeline.map((one) => [
      one.effectiveOn,
      one.type,
      one.person ?? '',
      Object.entries(one.facts)
        .map(([key, value]) => `${key} ${value}`)
        .join(', '),
      one.actor,
      one.reason ?? '',
    ]),
  )
  const stops = file.violations.map((one) => `${one.rule}: ${one.message}`)
  const links = file.links.map(
    (one) => `${one.case} ${one.kind}${one.waived ? ' (waived)' : ''}, ${one.status}`,
  )
  const part = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', title, ...lines]
  return [
    `Case ${file.case}: ${file.status} since ${file.statusSince}, priority ${file.priority}, members: ${file.members.length}`,
    ...part('What still stops its submission, or warns:', stops),
    ...part('Members:', [members]),
    ...part('Linked cases:', links),
    ...part(
      'Submissions:',
      submissions.length === 0
        ? []
        : [
            table(
              ['offer', 'State', 'status', 'decision', 'person', 'outcome', 'checks'],
              submissions,
            ),
          ],
    ),
    ...part('What happened, in the order in which it was recorded:', [events]),
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
      'open',
      'total',
      'counted in',
      'used',
      'reserved',
      'free',
      'closes',
    ],
    offers.map((one) => [
      one.offer,
      one.terms.state,
      one.status,
      one.open ? 'yes' : 'no',
      one.terms.total,
      one.terms.countingBasis,
      one.used,
      one.reserved,
      // Only an open offer gives places.
      one.free,
      one.terms.closesOn ?? '',
    ]),
  )
}

import { Command, InvalidArgumentError, Option } from 'commander'
import { getPerson } from '../actions/get-person.ts'
import { listPersons } from '../actions/list-persons.ts'
import { registerPerson } from '../actions/register-person.ts'
import type { BirthDate, NamePart, Sex } from '../domain/person.ts'
import { CALENDARS, NAME_ROLES, SEXES } from '../domain/person.ts'
import type { PersonFileView, RecordView } from '../domain/person-views.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseCount } from './parse-options.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward persons [WORDS…]`, `onward person REFERENCE`, `onward register person` */
export function personCommands(): Command[] {
  const register = new Command('register')
    .description('register one person, after a look at who is on file already')
    .addCommand(registerCommand())
  return [personsCommand(), personCommand(), register]
}

function personsCommand(): Command {
  interface Options extends DeskOptions {
    readonly page?: number
  }
  return deskCommand('persons')
    .description('search the persons by name in any script, or by reference; each person once')
    .argument('[words...]', 'names or references; every word must be found')
    .option('--page <number>', 'the page, 50 persons each', parseCount, 1)
    .action(async (words: string[], options: Options) => {
      const list = await withDesk(options, (desk) =>
        listPersons(desk, {
          ...(words.length === 0 ? {} : { query: words.join(' ') }),
          ...(options.page === undefined ? {} : { page: options.page }),
        }),
      )
      if (options.json) return printJson(list)
      print(
        table(
          ['person', 'name', 'sex', 'birth', 'household', 'case', 'also recorded as'],
          list.rows.map((row) => [
            row.person,
            namesText(row.names),
            row.sex,
            row.birth?.text ?? '',
            row.household ?? '',
            row.case?.case ?? '',
            row.alsoRecordedAs.join(' '),
          ]),
        ),
      )
      const pages = Math.max(1, Math.ceil(list.total.persons / list.pageSize))
      say(`Persons: ${list.total.persons}. Page ${list.page} of ${pages}.`)
    })
}

/** Every spelling, each script apart. */
export function namesText(names: readonly NamePart[]): string {
  const scripts = [...new Set(names.map((part) => part.script))]
  return scripts
    .map((script) =>
      names
        .filter((part) => part.script === script)
        .map((part) => part.text)
        .join(' '),
    )
    .join(' / ')
}

function personCommand(): Command {
  return deskCommand('person')
    .description('one person: every record, household, cases, and pairs with others')
    .argument('<reference>', 'for example P-7K2M9QT')
    .action(async (reference: string, options: DeskOptions) => {
      const file = await withDesk(options, (desk) => getPerson(desk, reference))
      if (options.json) printJson(file)
      else print(fileText(file))
    })
}

function fileText(file: PersonFileView): string {
  const pairs = file.pairs.map((one) => [one.other, one.status, one.band])
  return [
    ...(file.shownAs === undefined ? [] : [`This record is shown as ${file.shownAs}.`]),
    recordText(file),
    ...file.alsoRecordedAs.map((one) => `\nAlso recorded as:\n${recordText(one)}`),
    ...(pairs.length === 0 ? [] : [`\n${table(['pair with', 'stands', 'band'], pairs)}`]),
  ].join('\n')
}

/** One record, a fact to a line. */
export function recordText(record: RecordView): string {
  const { birth, household } = record
  const cases = record.cases.map((one) => `${one.case} (${one.status})`).join(', ')
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['person', record.person],
    ...record.names.map((part) => [`${part.role} name`, part.text] as const),
    ['sex', record.sex],
    [
      'birth',
      birth &&
        `${birth.text} (${birth.calendar}, ${birth.precision}: ${birth.earliest} to ${birth.latest})`,
    ],
    ['nationality', record.nationality],
    ['registered', record.registeredOn],
    ['departed', record.departedOn],
    [
      'household',
      household &&
        [
          household.household,
          ...household.members.map(
            (one) => `${one.person}${one.matches === undefined ? '' : ` = ${one.matches}?`}`,
          ),
        ].join(' '),
    ],
    ['cases', cases === '' ? undefined : cases],
  ]
  return facts
    .flatMap(([what, value]) => (value === undefined ? [] : [`${what.padEnd(18)}${value}`]))
    .join('\n')
}

type NameOption = { readonly role: NamePart['role']; readonly text: string }

function collectName(text: string, before: readonly NameOption[] = []): readonly NameOption[] {
  const at = text.indexOf('=')
  const role = NAME_ROLES.find((one) => one === text.slice(0, at))
  if (role === undefined || text.slice(at + 1).trim() === '')
    throw new InvalidArgumentError(`Give ROLE=NAME with one of ${NAME_ROLES.join(', ')}.`)
  return [...before, { role, text: text.slice(at + 1) }]
}

interface RegisterOptions extends DeskOptions {
  readonly name?: readonly NameOption[]
  readonly sex?: Sex
  readonly birth?: string
  readonly calendar?: BirthDate['calendar']
  readonly dayFirst?: boolean
  readonly nationality?: string
  readonly household?: string
  readonly other?: readonly string[]
  readonly token?: string
  readonly reason?: string
}

function registerCommand(): Command {
  return deskCommand('person')
    .description('register one person; refused while somebody on file is likely the same')
    .option('--name <role=text>', 'a name as written, in any script; repeat it', collectName)
    .addOption(new Option('--sex <sex>', 'without it unknown').choices([...SEXES]))
    .option('--birth <text>', 'a day, month or year, “about 1980”, or an age such as “34 years”')
    .addOption(
      new Option('--calendar <name>', 'of the birth date, where it does not tell').choices([
        ...CALENDARS,
      ]),
    )
    .option('--day-first', 'read 03/04/1990 as 3 April')
    .option('--nationality <iso3>', 'for example IRN')
    .option('--household <reference>', 'a household on file, or new')
    .option('--other <person>', 'a likely person who is somebody else; repeat it', collect)
    .option('--token <text>', 'sent twice with one token, a person is registered once')
    .option('--reason <text>', 'why the others are somebody else. Write no names')
    .addHelpText(
      'after',
      `\nRoles: ${NAME_ROLES.join(', ')}\n\nExample:\n  onward register person --name given=Baran --name given=باران --name family=Nemuneh \\\n    --sex female --birth ۱۳۶۹/۰۵/۱۲ --household new`,
    )
    .action(async (options: RegisterOptions) => {
      const done = await withDesk(options, (desk) => registerPerson(desk, toAsked(options)))
      if (options.json) return printJson(done)
      if (!done.isNew) return say(`This was sent before: person ${done.person} is on file.`)
      say(
        `Registered as ${done.person}${done.household === undefined ? '' : `, household ${done.household}`}.`,
      )
      if (done.elsewhere) say('Somebody of another site may be this person: a reviewer looks.')
      if (done.parked > 0) say(`Pairs that wait in the review queue: ${done.parked}.`)
    })
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

function toAsked(options: RegisterOptions): Parameters<typeof registerPerson>[1] {
  const { name = [], sex, birth, calendar, dayFirst, nationality, household } = options
  const { other, token, reason } = options
  return {
    draft: {
      names: name,
      ...(sex && { sex }),
      ...(birth && {
        birth: {
          text: birth,
          ...(calendar && { calendar }),
          ...(dayFirst === undefined ? {} : { dayFirst }),
        },
      }),
      ...(nationality && { nationality }),
      ...(household && { household }),
    },
    ...(other && { others: other }),
    ...(token && { token }),
    ...(reason && { reason }),
  }
}

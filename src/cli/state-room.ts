import type { Command } from 'commander'
import { Option } from 'commander'
import type { StateAnswer } from '../actions/states/answer-of-state.ts'
import { answerOfState } from '../actions/states/answer-of-state.ts'
import { decideMembers } from '../actions/states/decide-members.ts'
import { getStateHome } from '../actions/states/get-state-home.ts'
import { getOwnTransmission, getTransmission } from '../actions/states/get-transmission.ts'
import { offerPlaces, withdrawOffer } from '../actions/states/offer-places.ts'
import { endMissionAs, planMission } from '../actions/states/plan-mission.ts'
import { answerState, askAsState } from '../actions/states/write-message.ts'
import { DomainError } from '../domain/errors.ts'
import type { CountingBasis, OfferKind, OfferMode } from '../domain/offer.ts'
import { COUNTING_BASES, OFFER_KINDS, OFFER_MODES } from '../domain/offer.ts'
import type { StateActView, StateCaseRow, TransmissionView } from '../domain/state-views.ts'
import type { DecisionReason, DeferralReason } from '../domain/submission.ts'
import { DECISION_REASONS, DEFERRAL_REASONS } from '../domain/submission.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseCount, parseDay } from './parse-options.ts'
import { print, printJson, say, table } from './terminal.ts'

/** What a liaison does at the terminal; `show` and `say` are of the offices too. */
export function stateRoomCommands(): readonly Command[] {
  return [
    homeCommand(),
    showCommand(),
    sayCommand(),
    answerCommand(),
    decideCommand(),
    missionCommand(),
    offerCommand(),
    withdrawCommand(),
  ]
}

function homeCommand(): Command {
  return deskCommand('home')
    .description('a liaison: what lies before your State, by clock')
    .action(async (options: DeskOptions) => {
      const home = await withDesk(options, (desk) => getStateHome(desk))
      if (options.json) return printJson(home)
      print(caseTable(home.cases))
      say(
        `${home.state}: ${home.cases.length} cases, ${home.missions.length} missions, ${home.offers.length} offers made here.`,
      )
    })
}

/** Submissions with status and clock. */
export function caseTable(rows: readonly StateCaseRow[]): string {
  return table(
    [
      'case',
      'persons',
      'priority',
      'status',
      'version',
      'transmitted',
      'clock',
      'days left',
      'undecided',
    ],
    rows.map((row) => [
      row.case,
      row.persons,
      row.priority,
      row.decision ?? row.status,
      row.version,
      row.transmittedOn,
      row.clock === undefined ? '' : `${row.clock.of} ${row.clock.on}`,
      String(row.clock?.daysLeft ?? ''),
      row.undecided,
    ]),
  )
}

function showCommand(): Command {
  return deskCommand('show')
    .description(
      'what was transmitted of a case, every version with its differences, and the thread',
    )
    .argument('<case>', 'the reference of the case')
    .action(async (reference: string, options: DeskOptions) => {
      const view = await withDesk(options, (desk) =>
        desk.actor.role === 'state_liaison'
          ? getOwnTransmission(desk, reference)
          : getTransmission(desk, reference),
      )
      if (options.json) printJson(view)
      else print(transmissionText(view))
    })
}

/** A transmission as text. */
export function transmissionText(view: TransmissionView): string {
  const last = view.versions[0]
  const members = (last?.snapshot.members ?? []).map((one) => {
    const said = view.decisions.find((each) => each.person === one.person)
    return [
      one.person,
      one.names.map((part) => part.text).join(' '),
      one.relationship,
      one.sex,
      one.birth?.text ?? '?',
      one.nationality ?? '',
      one.needs.join(' '),
      [said?.decision ?? '', said?.reasonKind ?? ''].join(' ').trim(),
    ]
  })
  const versions = view.versions.flatMap((one) => [
    `Version ${one.snapshot.version}, ${one.snapshot.transmittedOn}, SHA-256 ${one.sha256}${one.reason === undefined ? '' : `: ${one.reason}`}`,
    ...one.differences.map(
      (each) => `  ${each.of} ${each.field}: ${each.before ?? '–'} → ${each.after ?? '–'}`,
    ),
  ])
  return [
    `Case ${view.case} before ${view.state}: ${view.decision ?? view.status}, priority ${view.priority}, ${view.programme}`,
    table(
      ['person', 'name', 'relationship', 'sex', 'birth', 'nationality', 'needs', 'decision'],
      members,
    ),
    ...versions,
    ...view.messages.map((one) => `${one.at} ${one.by ?? one.side}: ${one.text}`),
  ].join('\n')
}

function sayCommand(): Command {
  return deskCommand('say')
    .description('a question or an answer in the thread of a case: as its State, or to it')
    .argument('<case>', 'the reference of the case')
    .argument('<text>', 'what to say; the other side reads it')
    .action(async (reference: string, text: string, options: DeskOptions) => {
      await withDesk(options, (desk) =>
        desk.actor.role === 'state_liaison'
          ? askAsState(desk, reference, text)
          : answerState(desk, reference, text),
      )
      if (options.json) printJson({ case: reference.toUpperCase() })
      else say('Sent.')
    })
}

interface AnswerOptions extends DeskOptions {
  readonly why?: DeferralReason
  readonly until?: string
  readonly reasonKind?: DecisionReason
}

const ANSWERS = ['acknowledge', 'consider', 'defer', 'resume', 'return', 'lapse'] as const

function answerCommand(): Command {
  return deskCommand('answer')
    .description(
      'a liaison: acknowledge, consider, defer, resume, return a case, or take an acceptance back',
    )
    .argument('<case>', 'the reference of the case')
    .argument('<answer>', ANSWERS.join(', '))
    .addOption(new Option('--why <why>', 'why it is deferred').choices([...DEFERRAL_REASONS]))
    .option('--until <day>', 'the day until which it is deferred', parseDay)
    .addOption(
      new Option('--reason-kind <kind>', 'the kind of reason').choices([...DECISION_REASONS]),
    )
    .action(async (reference: string, answer: string, options: AnswerOptions) => {
      const view = await withDesk(options, (desk) =>
        answerOfState(desk, reference, toAnswer(answer, options)),
      )
      if (options.json) printJson(view)
      else say(actText(view))
    })
}

function toAnswer(answer: string, { why, until, reasonKind }: AnswerOptions): StateAnswer {
  if (answer === 'acknowledge' || answer === 'consider' || answer === 'resume') return { answer }
  if (answer === 'defer' && why !== undefined && until !== undefined) return { answer, why, until }
  if (answer === 'return') return { answer, ...(reasonKind === undefined ? {} : { reasonKind }) }
  if (answer === 'lapse' && reasonKind !== undefined) return { answer, reasonKind }
  throw new DomainError(
    'invalid_input',
    `Answer with one of ${ANSWERS.join(', ')}; defer needs --why and --until, lapse needs --reason-kind.`,
  )
}

function actText({ case: reference, status, decision, closed }: StateActView): string {
  const said = decision === undefined ? status : `${status}, ${decision}`
  return `Recorded. Case ${reference} is ${said}${closed ? '; it is closed at your State' : ''}.`
}

interface DecideOptions extends DeskOptions {
  readonly version: number
  readonly accept?: readonly string[]
  readonly deny?: readonly string[]
  readonly reasonKind?: DecisionReason
}

function decideCommand(): Command {
  return deskCommand('decide')
    .description('a liaison: accept or refuse members of a case')
    .argument('<case>', 'the reference of the case')
    .requiredOption('--version <number>', 'the version that was decided on', parseCount)
    .option('--accept <persons...>', 'members who are accepted')
    .option('--deny <persons...>', 'members who are refused')
    .addOption(
      new Option('--reason-kind <kind>', 'the kind of reason').choices([...DECISION_REASONS]),
    )
    .action(async (reference: string, options: DecideOptions) => {
      const { version, accept = [], deny = [], reasonKind } = options
      const because = reasonKind === undefined ? {} : { reasonKind }
      const members = [
        ...accept.map((person) => ({ person, decision: 'accepted' as const, ...because })),
        ...deny.map((person) => ({ person, decision: 'denied' as const, ...because })),
      ]
      const view = await withDesk(options, (desk) =>
        decideMembers(desk, reference, { version, members }),
      )
      if (options.json) printJson(view)
      else say(actText(view))
    })
}

interface MissionOptions extends DeskOptions {
  readonly from?: string
  readonly to?: string
  readonly place?: string
  readonly held?: string
  readonly cancel?: string
}

function missionCommand(): Command {
  return deskCommand('mission')
    .description(
      'a liaison: plan a selection mission for cases, or say that one was held or is cancelled',
    )
    .argument('[cases...]', 'cases to hear')
    .option('--from <day>', 'its first day', parseDay)
    .option('--to <day>', 'its last day', parseDay)
    .option('--place <text>', 'where')
    .option('--held <mission>', 'this mission was held')
    .option('--cancel <mission>', 'this mission does not take place')
    .action(async (cases: string[], options: MissionOptions) => {
      const { from, to = from, place, held, cancel } = options
      const view = await withDesk(options, (desk) => {
        if (held !== undefined) return endMissionAs(desk, held, 'held')
        if (cancel !== undefined) return endMissionAs(desk, cancel, 'cancelled')
        if (from === undefined || to === undefined || place === undefined)
          throw new DomainError(
            'invalid_input',
            'A mission needs --from, --place and, over days, --to.',
          )
        return planMission(desk, { from, to, place, cases })
      })
      if (options.json) return printJson(view)
      say(
        `Mission ${view.mission} is ${view.status}: ${view.from} to ${view.to}, cases: ${view.cases.length}.`,
      )
    })
}

interface OfferOptions extends DeskOptions {
  readonly programme: string
  readonly kind: OfferKind
  readonly places: number
  readonly basis: CountingBasis
  readonly mode: OfferMode
  readonly opens?: string
  readonly closes?: string
  readonly criteria?: string
}

function offerCommand(): Command {
  return deskCommand('offer')
    .description('a liaison: offer places; they count when a reviewer confirms them')
    .requiredOption('--programme <name>', 'the programme')
    .requiredOption('--places <number>', 'how many', parseCount)
    .addOption(
      new Option('--kind <kind>', 'what kind').choices([...OFFER_KINDS]).default('resettlement'),
    )
    .addOption(
      new Option('--basis <basis>', 'counted in').choices([...COUNTING_BASES]).default('persons'),
    )
    .addOption(
      new Option('--mode <mode>', 'decided how').choices([...OFFER_MODES]).default('dossier'),
    )
    .option('--opens <day>', 'from this day', parseDay)
    .option('--closes <day>', 'until this day', parseDay)
    .option('--criteria <text>', 'whom you take, in your own words')
    .action(async (options: OfferOptions) => {
      const { programme, kind, places: total, basis: countingBasis, mode } = options
      const { opens, closes, criteria } = options
      const view = await withDesk(options, (desk) =>
        offerPlaces(desk, {
          programme,
          kind,
          total,
          countingBasis,
          mode,
          ...(opens === undefined ? {} : { opensOn: opens }),
          ...(closes === undefined ? {} : { closesOn: closes }),
          ...(criteria === undefined ? {} : { criteriaText: criteria }),
        }),
      )
      if (options.json) printJson(view)
      else say(`Offer ${view.offer} is stated. It counts when a reviewer has confirmed it.`)
    })
}

function withdrawCommand(): Command {
  return deskCommand('withdraw')
    .description('a liaison: withdraw places that you offered here')
    .argument('<offer>', 'the reference of the offer')
    .action(async (reference: string, options: DeskOptions) => {
      const view = await withDesk(options, (desk) => withdrawOffer(desk, reference))
      if (options.json) printJson(view)
      else say(`Offer ${view.offer} is withdrawn and counts no more.`)
    })
}

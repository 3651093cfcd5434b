import type { Command } from 'commander'
import { Option } from 'commander'
import { getInbox, seeActs } from '../actions/states/get-inbox.ts'
import { takeOverOffer } from '../actions/states/offer-places.ts'
import { previewCorrection, sendCorrection } from '../actions/states/send-correction.ts'
import type { ConsumedAt } from '../domain/offer.ts'
import { CONSUMED_AT } from '../domain/offer.ts'
import type { CorrectionView, InboxView } from '../domain/state-views.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseCount, parseDay } from './parse-options.ts'
import { caseTable } from './state-room.ts'
import { confirm, print, printJson, say, table } from './terminal.ts'

/** What the offices do about States. */
export function stateOfficeCommands(): readonly Command[] {
  return [inboxCommand(), correctCommand(), takeOverCommand()]
}

interface InboxOptions extends DeskOptions {
  readonly page: number
  readonly see?: readonly string[]
}

function inboxCommand(): Command {
  return deskCommand('inbox')
    .description('what States did or asked, what waits for us, what is overdue there')
    .option('--page <number>', 'the page, 50 acts each', parseCount, 1)
    .option('--see <acts...>', 'say of these acts that they were seen')
    .action(async (options: InboxOptions) => {
      const inbox = await withDesk(options, async (desk) => {
        if (options.see !== undefined) await seeActs(desk, options.see)
        return getInbox(desk, options.page)
      })
      if (options.json) printJson(inbox)
      else print(inboxText(inbox))
    })
}

function inboxText(inbox: InboxView): string {
  const part = (title: string, lines: string): string[] => ['', title, lines]
  return [
    table(
      ['act', 'when', 'State', 'what', 'case', 'facts', 'by', 'seen by'],
      inbox.acts.map((one) => [
        one.act,
        one.at,
        one.state,
        one.kind,
        one.case ?? '',
        Object.entries(one.facts)
          .map(([key, value]) => `${key} ${value}`)
          .join(', '),
        one.by,
        one.seenBy ?? '',
      ]),
    ),
    `Not seen yet: ${inbox.unseen} of ${inbox.total}.`,
    ...(inbox.openQuestions.length === 0
      ? []
      : part(
          'Questions without an answer:',
          table(
            ['case', 'State', 'since'],
            inbox.openQuestions.map((one) => [one.case, one.state, one.at]),
          ),
        )),
    ...(inbox.offers.length === 0
      ? []
      : part(
          'Offers to confirm or decline:',
          table(
            ['offer', 'State', 'programme', 'places', 'counted in'],
            inbox.offers.map((one) => [
              one.offer,
              one.state,
              one.programme,
              one.total,
              one.countingBasis,
            ]),
          ),
        )),
    ...(inbox.overdue.length === 0 ? [] : part('Overdue at States:', caseTable(inbox.overdue))),
  ].join('\n')
}

function correctCommand(): Command {
  return deskCommand('correct')
    .description('send a State what changed of a case since; without --reason it is only shown')
    .argument('<case>', 'the reference of the case')
    .option('--reason <text>', 'why; the State reads it')
    .action(async (reference: string, options: DeskOptions & { reason?: string }) => {
      const { reason } = options
      const view = await withDesk(options, async (desk) => {
        const preview = await previewCorrection(desk, reference)
        if (reason === undefined) return preview
        if (!options.json) say(correctionText(preview))
        if (!(await confirm(`Send this to ${preview.state}?`))) return undefined
        return sendCorrection(desk, reference, { reason, sha256: preview.sha256 })
      })
      if (view === undefined) return say('Nothing was sent.')
      if (options.json) return printJson(view)
      if (reason === undefined) print(correctionText(view))
      else say(`Version ${view.version} of case ${view.case} went to ${view.state}.`)
    })
}

function correctionText(view: CorrectionView): string {
  return [
    `Case ${view.case}, version ${view.version} for ${view.state}:`,
    ...view.differences.map(
      (one) => `  ${one.of} ${one.field}: ${one.before ?? '–'} → ${one.after ?? '–'}`,
    ),
    ...view.stops.map((one) => `Cannot be sent: ${one}`),
  ].join('\n')
}

interface TakeOverOptions extends DeskOptions {
  readonly decline?: boolean
  readonly consumedAt?: ConsumedAt
  readonly closes?: string
}

function takeOverCommand(): Command {
  return deskCommand('take-over')
    .description('make an offer count that a State stated in its room, or decline it')
    .argument('<offer>', 'the reference of the offer')
    .option('--decline', 'it is not taken over')
    .addOption(
      new Option('--consumed-at <when>', 'when a place is used up').choices([...CONSUMED_AT]),
    )
    .option('--closes <day>', 'the last day on which it counts', parseDay)
    .action(async (reference: string, options: TakeOverOptions) => {
      const { decline = false, consumedAt, closes } = options
      const view = await withDesk(options, (desk) =>
        takeOverOffer(desk, reference, {
          as: decline ? 'declined' : 'confirmed',
          ...(consumedAt === undefined ? {} : { consumedAt }),
          ...(closes === undefined ? {} : { closesOn: closes }),
        }),
      )
      if (options.json) printJson(view)
      else say(`Offer ${view.offer} of ${view.state} is ${view.status}.`)
    })
}

import { Command, Option } from 'commander'
import { addClaims } from '../actions/add-claims.ts'
import { addReport } from '../actions/add-report.ts'
import { readReportText } from '../actions/report-text.ts'
import { addEvidence, correctClaim, decideClaims, linkClaims } from '../actions/decide-claims.ts'
import { getDocument, listBodies, listClaims, listDocuments } from '../actions/list-claims.ts'
import type { ClaimLinkType, ClaimVerdict, EvidenceKind } from '../domain/claim.ts'
import { CLAIM_LINKS, EVIDENCE_KINDS } from '../domain/claim.ts'
import type { ClaimChangeView, ClaimsAddedView, ClaimState } from '../domain/claim-views.ts'
import { DomainError } from '../domain/errors.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { figureText, valueText } from './claim-text.ts'
import { importSeriesCommand } from './import-series.ts'
import { parseCount, parseDay } from './parse-options.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward claims …` */
export function claimsCommand(): Command {
  return new Command('claims')
    .description('what others said: add, confirm, reject, correct, link, list (docs/claims.md)')
    .addCommand(addCommand())
    .addCommand(verdictCommand('confirm', 'confirmed', 'claims may move figures from now on'))
    .addCommand(verdictCommand('reject', 'rejected', 'claims were read wrongly or do not count'))
    .addCommand(correctCommand())
    .addCommand(linkCommand())
    .addCommand(evidenceCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(documentsCommand())
    .addCommand(bodiesCommand())
    .addCommand(importSeriesCommand())
}

interface AddOptions extends DeskOptions {
  readonly publisher?: string
  readonly published?: string
  readonly subject?: string
  readonly place?: string
  readonly event?: string
  readonly population?: string
  readonly language?: string
  readonly url?: string
  readonly proposals?: string
  readonly confirm?: boolean
}

function addCommand(): Command {
  return deskCommand('add')
    .description('add a file of claims (.json), or a report whose claims are proposed')
    .argument('<file>', 'a JSON file of claims, or a report as plain text or HTML')
    .option('--publisher <body>', 'of a report: the handle of its publisher')
    .option('--published <day>', 'of a report: its day of publication', parseDay)
    .option('--subject <body>', 'of a report: of whom it speaks, where the text does not say')
    .option('--place <body>', 'of a report: where, likewise; without it the subject')
    .option('--event <incident>', 'of a report: the incident it speaks of')
    .option('--population <words>', 'of a report: which people it counts; without it all')
    .option('--language <code>', 'of a report: its language; without it en')
    .option('--url <address>', 'of a report: where it was found')
    .option('--proposals <file>', 'of a report: what `onward read --json` said of this text')
    .option('--confirm', 'of a JSON file: confirm every claim as it comes in')
    .action(async (file: string, options: AddOptions) => {
      const text = await readReportText(file)
      const added = file.endsWith('.json')
        ? await withDesk(options, (desk) =>
            addClaims(desk, parseJson(text, file), { confirm: options.confirm === true }),
          )
        : await addText(text, options)
      if (options.json) return printJson(added)
      sayAdded(added)
    })
}

async function addText(text: string, options: AddOptions): Promise<ClaimsAddedView> {
  const { publisher, published, subject, event, population, language, url, proposals } = options
  if (publisher === undefined || published === undefined || subject === undefined)
    throw new DomainError(
      'invalid_input',
      'A report needs --publisher, --published and --subject. A file of claims ends in .json.',
    )
  const read =
    proposals === undefined ? undefined : parseJson(await readReportText(proposals), proposals)
  return withDesk(options, (desk) =>
    addReport(desk, {
      publisher,
      publishedOn: published,
      subject,
      place: options.place ?? subject,
      ...(event === undefined ? {} : { event }),
      ...(population === undefined ? {} : { population }),
      ...(language === undefined ? {} : { language }),
      ...(url === undefined ? {} : { url }),
      text,
      ...(read === undefined ? {} : { proposals: read }),
    }),
  )
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('invalid_input', `${file} is no JSON.`)
  }
}

function sayAdded(added: ClaimsAddedView): void {
  if (added.alreadyThere) return say('This document is on file already; nothing was written.')
  if (added.claims.length > 0) print(added.claims.join('\n'))
  say(`Documents: ${added.documents.join(', ')}. Claims: ${added.claims.length}.`)
  for (const one of added.leftOut) say(`Left out: ${one.message}`)
  sayFigures(added)
}

function sayFigures({ figures, outdatedTexts }: ClaimChangeView): void {
  for (const one of figures) say(`${one.figure} version ${one.version}: ${figureText(one)}`)
  for (const one of outdatedTexts)
    say(
      `Published text ${one.text} of ${one.publishedAt.slice(0, 10)} used version ${one.usedVersion} of ${one.figure}: correct it.`,
    )
}

function verdictCommand(name: string, verdict: ClaimVerdict, what: string): Command {
  return deskCommand(name)
    .description(`${name} claims: ${what}`)
    .argument('<claims...>', 'handles, for example CL-7K2M9QT')
    .option('--reason <text>', 'why. Write no names')
    .action(async (claims: string[], options: DeskOptions & { reason?: string }) => {
      const { reason } = options
      const changed = await withDesk(options, (desk) =>
        decideClaims(desk, { claims, verdict, ...(reason === undefined ? {} : { reason }) }),
      )
      if (options.json) return printJson(changed)
      say(`Claims ${verdict}: ${changed.claims.length}.`)
      sayFigures(changed)
    })
}

function correctCommand(): Command {
  return deskCommand('correct')
    .description('put a corrected claim in the place of one that was read wrongly; both stay')
    .argument('<claim>', 'the handle of the claim')
    .requiredOption(
      '--data <json>',
      'what changes, for example {"value":{"kind":"exact","point":4}}',
    )
    .requiredOption('--reason <text>', 'what was wrong. Write no names')
    .action(async (claim: string, options: DeskOptions & { data: string; reason: string }) => {
      const data = parseJson(options.data, '--data') as object
      const changed = await withDesk(options, (desk) =>
        correctClaim(desk, claim, { ...data, reason: options.reason }),
      )
      if (options.json) return printJson(changed)
      say(`Claim ${changed.claims.join(', ')} takes the place of ${claim}.`)
      sayFigures(changed)
    })
}

function linkCommand(): Command {
  interface Options extends DeskOptions {
    readonly type: ClaimLinkType
    readonly reason?: string
  }
  return deskCommand('link')
    .description('say how one claim hangs together with another')
    .argument('<from>', 'the claim that does it')
    .argument('<to>', 'to which claim')
    .addOption(
      new Option('--type <type>', 'what it does').choices([...CLAIM_LINKS]).makeOptionMandatory(),
    )
    .option('--reason <text>', 'why. Write no names')
    .action(async (from: string, to: string, options: Options) => {
      const { type, reason } = options
      const changed = await withDesk(options, (desk) =>
        linkClaims(desk, { from, to, type, ...(reason === undefined ? {} : { reason }) }),
      )
      if (options.json) return printJson(changed)
      say(`${from} ${type} ${to}.`)
      sayFigures(changed)
    })
}

function evidenceCommand(): Command {
  interface Options extends DeskOptions {
    readonly kind: EvidenceKind
    readonly document?: string
    readonly custody?: string
  }
  return deskCommand('evidence')
    .description('record on what a claim rests, or that a search found nothing')
    .argument('<claim>', 'the handle of the claim')
    .addOption(
      new Option('--kind <kind>', 'what it is').choices([...EVIDENCE_KINDS]).makeOptionMandatory(),
    )
    .option('--document <document>', 'the document that holds it; needed for court and inquiry')
    .option('--custody <text>', 'who holds it, and since when')
    .action(async (claim: string, options: Options) => {
      const { kind, document, custody } = options
      const changed = await withDesk(options, (desk) =>
        addEvidence(desk, {
          claim,
          kind,
          ...(document === undefined ? {} : { document }),
          ...(custody === undefined ? {} : { custody }),
        }),
      )
      if (options.json) return printJson(changed)
      say(`Evidence is on record: ${kind}.`)
      sayFigures(changed)
    })
}

function listCommand(): Command {
  interface Options extends DeskOptions {
    readonly state?: ClaimState
    readonly measure?: string
    readonly page: number
  }
  return deskCommand('list')
    .description('claims with where they stand, the newest first')
    .addOption(
      new Option('--state <state>', 'only these').choices(['proposed', 'confirmed', 'rejected']),
    )
    .option('--measure <measure>', 'only of this measure')
    .option('--page <number>', 'the page, 100 claims each', parseCount, 1)
    .action(async (options: Options) => {
      const { state, measure, page } = options
      const list = await withDesk(options, (desk) =>
        listClaims(desk, {
          page,
          ...(state === undefined ? {} : { state }),
          ...(measure === undefined ? {} : { measure }),
        }),
      )
      if (options.json) return printJson(list)
      print(
        table(
          [
            'claim',
            'state',
            'measure',
            'value',
            'subject',
            'as of',
            'said on',
            'stance',
            'document',
          ],
          list.rows.map((row) => [
            row.claim,
            row.state,
            row.statement.measure,
            valueText(row.value),
            row.statement.subject,
            row.asOf.to,
            row.reportedOn,
            row.stance,
            row.document,
          ]),
        ),
      )
      say(`Claims: ${list.total}. Page ${list.page}.`)
    })
}

function showCommand(): Command {
  return deskCommand('show')
    .description('a document with its claims, each with its sentence')
    .argument('<document>', 'for example D-7K2M9QT')
    .action(async (reference: string, options: DeskOptions) => {
      const document = await withDesk(options, (desk) => getDocument(desk, reference))
      if (options.json) return printJson(document)
      for (const claim of document.claims)
        print(
          `${claim.claim} ${claim.state}: ${claim.statement.measure} ${valueText(claim.value)} (${claim.stance})\n  “${claim.quote}”`,
        )
      say(`${document.publisher}, ${document.publishedOn}, sha256 ${document.sha256.slice(0, 12)}.`)
    })
}

function documentsCommand(): Command {
  return deskCommand('documents')
    .description('documents with how many claims wait for a word')
    .action(async (options: DeskOptions) => {
      const list = await withDesk(options, listDocuments)
      if (options.json) return printJson(list)
      print(
        table(
          ['document', 'publisher', 'published', 'claims', 'open'],
          list.documents.map((one) => [
            one.document,
            one.publisher,
            one.publishedOn,
            one.claims,
            one.open,
          ]),
        ),
      )
    })
}

function bodiesCommand(): Command {
  return deskCommand('bodies')
    .description('organisations, camps, States and publishers; --add takes more from a JSON file')
    .option('--add <file>', 'a JSON file {"bodies": […]}')
    .action(async (options: DeskOptions & { add?: string }) => {
      const { add } = options
      if (add !== undefined) {
        const given = parseJson(await readReportText(add), add) as { bodies?: unknown }
        await withDesk(options, (desk) => addClaims(desk, { bodies: given.bodies ?? [] }))
      }
      const list = await withDesk(options, listBodies)
      if (options.json) return printJson(list)
      print(
        table(
          ['body', 'kind', 'names'],
          list.bodies.map((one) => [
            one.handle,
            one.kind,
            one.names.map((name) => name.text).join(' / '),
          ]),
        ),
      )
    })
}

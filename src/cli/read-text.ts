import type { ReadReportsView, scoreReading } from '../actions/read-report.ts'
import { valueText } from './claim-text.ts'
import { table } from './terminal.ts'

type Report = ReadReportsView['reports'][number]
type GoldScore = Awaited<ReturnType<typeof scoreReading>>
type Claim = Report['claims'][number]

/** A report's claims, one in a line, for a person at a terminal. */
export function reportText({ file, published, claims, dropped }: Report): string {
  const head = `${file}: ${claims.length} claims proposed, ${
    published === null ? 'its day is not known (--published DAY)' : `published ${published}`
  }.`
  const rows = claims.map((claim) => [
    claim.band,
    claim.value === null ? '' : valueText(claim.value),
    claim.unit ?? '',
    claim.measure,
    daysText(claim),
    claim.stance,
    originText(claim),
  ])
  const left = dropped === 0 ? [] : [`Left out, for they accuse a person by name: ${dropped}.`]
  const body = table(['band', 'value', 'unit', 'measure', 'as of', 'stance', 'origin'], rows)
  return [head, ...(claims.length === 0 ? [] : [body]), ...left, ''].join('\n')
}

function daysText({ asOf }: Claim): string {
  if (asOf === null) return ''
  const { from, to } = asOf
  return from === to ? from : `${from} to ${to}`
}

function originText({ hops }: Claim): string {
  if (hops.length === 0) return '(the report itself)'
  return hops.map(({ name, span }) => name ?? span?.text ?? '(unknown)').join(' ← ')
}

/** The table of docs/reading.md. */
export function goldText({
  sentences,
  gold,
  read,
  right,
  f1,
  slots,
  sure,
  critical,
}: GoldScore): string {
  const three = (share: number): string => share.toFixed(3)
  return [
    `${sentences} sentences, ${gold} claims wanted, ${read} read, ${right} right in every slot.`,
    table(
      ['what', 'F1'],
      [
        ['tuple', three(f1)],
        ...Object.entries(slots).map(([slot, { f1: own }]) => [slot, three(own)]),
      ],
    ),
    `sure: precision ${three(sure.precision)}, recall ${three(sure.recall)} (${sure.right} of ${sure.read} right).`,
    `critical errors: ${Object.entries(critical)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}.`,
    '',
  ].join('\n')
}

// node bench/reading.mjs: seconds for 10,000 reports, made of the texts of the gold set.
import { readFileSync } from 'node:fs'
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { readReports } = await import('../dist/figures/reading/read-report.js')
const { reportCalendars } = await import('../dist/actions/report-calendars.js')

const REPORTS = 10_000
/** A report of a press office or a wire has about 2,500 characters. */
const CHARACTERS = 2_500
const texts = ['tune', 'held-out'].flatMap((half) =>
  JSON.parse(
    readFileSync(new URL(`../testdata/reading/${half}.json`, import.meta.url), 'utf8'),
  ).timelines.flatMap(({ reports }) => reports.map(({ text }) => text)),
)
const calendars = reportCalendars()
let claims = 0
let characters = 0
let at = 0
const before = process.cpuUsage()
for (let nth = 0; nth < REPORTS; nth += 1) {
  let source = ''
  while (source.length < CHARACTERS) {
    source += `${texts[at % texts.length]}\n\n`
    at += 1
  }
  const [report] = readReports([{ source, published: '2024-01-01', isHtml: false }], calendars)
  claims += report.claims.length
  characters += source.length
}
const { user, system } = process.cpuUsage(before)
process.stdout.write(
  `${REPORTS} reports of ${Math.round(characters / REPORTS)} characters, ${claims} claims: ${((user + system) / 1e6).toFixed(1)} CPU seconds\n`,
)

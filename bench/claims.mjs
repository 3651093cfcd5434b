// node bench/claims.mjs: figures worked out per second of processor time from claims on file.
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { reconcile } = await import('../dist/figures/claims/reconcile.js')
const { POLICY_IN_FORCE } = await import('../dist/figures/claims/policy.js')

/** Claims of a file, and how many of them meet in one figure. */
const FILES = [
  [1_000, 4],
  [10_000, 4],
  [100_000, 4],
  [10_000, 100],
]

for (const [claims, each] of FILES) {
  const file = fileOf(claims, each)
  const before = process.cpuUsage()
  let figures = 0
  let spent = 0
  while (spent < 1) {
    figures += reconcile(file, POLICY_IN_FORCE).length
    const { user, system } = process.cpuUsage(before)
    spent = (user + system) / 1e6
  }
  process.stdout.write(
    `${claims} claims, ${each} in a figure: ${Math.round(figures / spent)} figures a second, ${Math.round((figures * each) / spent)} claims a second\n`,
  )
}

/** Five publishers that agree, differ, repeat and correct; one claim in twenty takes a link. */
function fileOf(claims, each) {
  const file = { documents: [], claims: [], decisions: [], links: [], evidence: [] }
  for (let nth = 0; nth < claims; nth += 1) {
    const id = `claim-${nth}`
    const day = `2014-${String(1 + (nth % 12)).padStart(2, '0')}-15`
    const recordedAt = `${day}T12:00:00.000Z`
    file.documents.push({ id: `document-${nth}`, publisher: `body-${nth % 5}` })
    file.claims.push({
      id,
      documentId: `document-${nth}`,
      statement: {
        subject: 'camp',
        measure: 'killed',
        population: 'all',
        place: 'camp',
        event: `event-${Math.floor(nth / each)}`,
      },
      value: { kind: nth % 7 === 0 ? 'about' : 'exact', point: 10 + (nth % 3) },
      asOf: { from: day, to: day, calendar: 'gregorian' },
      reportedOn: day,
      recordedAt,
      stance: nth % 11 === 0 ? 'denies' : 'asserts',
      hops: [],
      extractor: 'hand',
      spans: [],
    })
    file.decisions.push({ claimId: id, verdict: 'confirmed', recordedAt })
    if (nth % 20 === 1)
      file.links.push({ from: id, to: `claim-${nth - 1}`, type: 'corrects', recordedAt })
  }
  return file
}

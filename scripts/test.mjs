// npm test: installs what is needed and runs everything: formatting, lint, types, dead code, unit
// and database tests, what an enemy would try, and the browser tests
// against the real server.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './ensure-chromium.mjs'
import { ensureInstalled, root } from './ensure-built.mjs'

const say = (message) => process.stderr.write(`${message}\n`)
const bin = (name) => join(root, 'node_modules', '.bin', name)
const reports = mkdtempSync(join(tmpdir(), 'onward-reports-'))
const counts = { passed: 0, failed: 0, skipped: 0 }

function step(title, command, args) {
  say(`\n── ${title}`)
  const color = process.stdout.isTTY ? {} : { NO_COLOR: '1' }
  const env = { ...process.env, ...color }
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status ?? 1
}

function must(title, command, args) {
  const status = step(title, command, args)
  if (status !== 0) end(status, title)
}

/** Runs one vitest configuration and adds up what it counted. */
function tests(title, args) {
  const report = join(reports, `${title}.json`)
  const shown = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  const status = step(title, bin('vitest'), ['run', ...args, ...shown])
  try {
    const found = JSON.parse(readFileSync(report, 'utf8'))
    counts.passed += found.numPassedTests
    counts.failed += found.numFailedTests
    counts.skipped += found.numPendingTests + (found.numTodoTests ?? 0)
  } catch {
    say(`${title}: no report was written.`)
  }
  if (status !== 0) end(status, title)
}

function end(status, failed) {
  rmSync(reports, { recursive: true, force: true })
  say(failed === undefined ? '\nEverything passed.' : `\n${failed}: failed.`)
  const { passed, skipped } = counts
  process.stdout.write(`${passed} passed, ${counts.failed} failed, ${skipped} skipped\n`)
  process.exit(status)
}

ensureInstalled(say)
process.env.ONWARD_CHROMIUM = ensureChromium(say)

must('format', bin('prettier'), ['--check', '--log-level=warn', '.'])
must('lint', bin('oxlint'), ['--deny-warnings'])
must('build and types', process.execPath, [join(root, 'scripts', 'build.mjs')])
must('types of the screens', bin('tsc'), ['-p', 'web'])
must('types of the browser tests', bin('tsc'), ['-p', 'e2e'])
must('types of the attacks', bin('tsc'), ['-p', 'attacks'])
must('dead code', bin('knip'), [])
tests('tests', [])
tests('attacks', ['--config', 'vitest.attacks.config.ts'])
tests('browser tests', ['--config', 'vitest.e2e.config.ts'])
end(0)

// npm test: installs what is needed and runs everything: formatting, lint, types, unit and database
// tests, and the browser tests against the real server.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureChromium } from './ensure-chromium.mjs'
import { ensureInstalled, root } from './ensure-built.mjs'

const say = (message) => process.stderr.write(`${message}\n`)
const bin = (name) => join(root, 'node_modules', '.bin', name)

function step(title, command, args) {
  say(`\n── ${title}`)
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    say(`\n${title}: failed.`)
    process.exit(status ?? 1)
  }
}

ensureInstalled(say)
const chromium = ensureChromium(say)
process.env.ONWARD_CHROMIUM = chromium

step('format', bin('prettier'), ['--check', '--log-level=warn', '.'])
step('lint', bin('oxlint'), ['--deny-warnings'])
step('build and types', process.execPath, [join(root, 'scripts', 'build.mjs')])
step('types of the screens', bin('tsc'), ['-p', 'web'])
step('types of the browser tests', bin('tsc'), ['-p', 'e2e'])
step('dead code', bin('knip'), [])
step('tests', bin('vitest'), ['run', '--reporter=dot'])
step('browser tests', bin('vitest'), ['run', '--config', 'vitest.e2e.config.ts', '--reporter=dot'])
say('\nEverything passed.')

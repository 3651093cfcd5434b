// npm run check: the quick part of npm test (format, lint, types, dead code), for work in progress.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, root } from './ensure-built.mjs'

ensureInstalled()
const bin = (name) => join(root, 'node_modules', '.bin', name)
for (const [command, args] of [
  [bin('prettier'), ['--check', '--log-level=warn', '.']],
  [bin('oxlint'), ['--deny-warnings']],
  [bin('tsc'), ['-b']],
  [bin('tsc'), ['-p', 'web']],
  [bin('tsc'), ['-p', 'e2e']],
  [bin('tsc'), ['-p', 'attacks']],
  [bin('knip'), []],
]) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

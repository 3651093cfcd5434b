// npm run test:attacks: what an enemy would try, with the expected answer for each; figures printed.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt, root } from './ensure-built.mjs'

ensureBuilt((message) => process.stderr.write(`${message}\n`))
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'vitest'),
  ['run', '--config', 'vitest.attacks.config.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
)
process.exitCode = status ?? 1

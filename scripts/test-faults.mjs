// npm run test:faults: builds, then lets everything fail at random moments under load (bench/faults.mjs).
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt, root } from './ensure-built.mjs'

ensureBuilt((message) => process.stderr.write(`${message}\n`))
const args = [join(root, 'bench', 'faults.mjs'), ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1

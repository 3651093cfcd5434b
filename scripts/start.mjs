// npm start: installs, builds, and runs `onward start` with the arguments given after `--`.
import { ensureBuilt } from './ensure-built.mjs'

try {
  ensureBuilt((message) => process.stderr.write(`${message}\n`))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(7)
}
const { main } = await import('../dist/cli/main.js')
process.exitCode = await main(['start', ...process.argv.slice(2)])

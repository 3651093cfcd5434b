#!/usr/bin/env node
// The command `onward`. Builds first when the checkout has sources newer than its build.
import { ensureBuilt } from '../scripts/ensure-built.mjs'

try {
  ensureBuilt()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(7)
}
const { main } = await import('../dist/cli/main.js')
process.exitCode = await main(process.argv.slice(2))

// npm run build: compiles everything, whatever was built before.
import { build, ensureInstalled } from './ensure-built.mjs'

const say = (message) => process.stderr.write(`${message}\n`)
ensureInstalled(say)
say('Building …')
build()

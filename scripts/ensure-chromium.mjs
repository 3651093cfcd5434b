// Finds a Chromium for the browser tests; installs Debian's when there is none and root may.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = [
  process.env.ONWARD_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const find = () => PLACES.find((path) => path && existsSync(path))

/** The path of a Chromium; ends the process with a remedy when none can be had. */
export function ensureChromium(say) {
  const found = find()
  if (found) return found
  const isRoot = process.getuid?.() === 0
  const prefix = isRoot ? [] : ['sudo', '-n']
  say('Installing Debian’s chromium for the browser tests …')
  for (const args of [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core'],
  ]) {
    const [command, ...rest] = [...prefix, ...args]
    spawnSync(command, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  const installed = find()
  if (installed) return installed
  say(
    'The browser tests need Chromium and it could not be installed. Install the package chromium, or name one with ONWARD_CHROMIUM.',
  )
  return process.exit(1)
}

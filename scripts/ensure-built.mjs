// Installs and builds when needed, in silence when not. Plain JavaScript: it runs before any build.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const installedMark = join(root, 'node_modules', '.onward-lockfile')
const builtMark = join(root, 'dist', '.build', 'fingerprint')

/** Installs the packages of the lockfile unless that was done for this very lockfile. */
export function ensureInstalled(say = () => {}) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(installedMark) && readFileSync(installedMark, 'utf8') === wanted) return
  say('Installing packages …')
  // Scripts of packages stay off: nothing that Onward uses needs one.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(installedMark, wanted)
}

/** Compiles the program and the screens unless the build is that of these very sources. */
export function ensureBuilt(say = () => {}) {
  if (!existsSync(join(root, '.git')) && existsSync(join(root, 'dist', 'cli', 'main.js'))) return
  ensureInstalled(say)
  if (existsSync(builtMark) && readFileSync(builtMark, 'utf8') === fingerprint()) return
  say('Building …')
  build()
}

/** Compiles everything, and marks the build as that of the sources it began with. */
export function build() {
  run(process.execPath, [join(root, 'scripts', 'build-kernel.mjs')])
  const built = fingerprint()
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'])
  cpSync(join(root, 'src/storage/migrations'), join(root, 'dist/storage/migrations'), {
    recursive: true,
  })
  run(process.execPath, [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '--logLevel',
    'error',
  ])
  mkdirSync(dirname(builtMark), { recursive: true })
  writeFileSync(builtMark, built)
}

/** Names, sizes and times of all sources: changes whenever one of them does. */
function fingerprint() {
  const hash = createHash('sha256')
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) visit(path)
      else {
        const { mtimeMs, size } = statSync(path)
        hash.update(`${path} ${size} ${mtimeMs}\n`)
      }
    }
  }
  visit(join(root, 'src'))
  visit(join(root, 'web'))
  for (const name of ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json', 'vite.config.ts'])
    hash.update(readFileSync(join(root, name)))
  return hash.digest('hex')
}

/** Runs a program in the checkout; its output is shown only when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    ...options,
  })
  if (result.status === 0) return
  const said = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`
  throw new Error(`${command} ${args.join(' ')} failed:\n${said.trim()}`)
}

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * The stories must see the screens as they are in the source, not as they were last built. A
 * process of its own, because Vitest's NODE_ENV would build React for development.
 */
export default function buildScreens(): void {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url))
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status !== 0) throw new Error('The screens could not be built. See the lines above.')
}

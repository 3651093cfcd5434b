import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The stories must see the screens as they are in the source, not as they were last built. */
export default async function buildScreens(): Promise<void> {
  const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url))
  await build({ configFile, logLevel: 'warn' })
}

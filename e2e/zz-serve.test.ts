import { existsSync, writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { startReferenceServer } from '../src/testing/start-server.ts'
test('serve', async () => {
  const t = performance.now()
  const s = await startReferenceServer()
  writeFileSync('/tmp/fixture/url', s.url + ' ' + Math.round(performance.now() - t))
  while (!existsSync('/tmp/fixture/stop')) await new Promise((r) => setTimeout(r, 500))
  await s.close()
})

import { defineConfig } from 'vitest/config'

/** The browser tests: a real Chromium, the real server, the real embedded database. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['src/testing/global-setup.ts', 'e2e/build-screens.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
  },
})

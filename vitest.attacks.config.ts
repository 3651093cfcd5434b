import { defineConfig } from 'vitest/config'

/** What an enemy would try: real HTTP, real PostgreSQL, the expected answer stated for each. */
export default defineConfig({
  test: {
    include: ['attacks/**/*.test.ts'],
    globalSetup: ['src/testing/global-setup.ts'],
    testTimeout: 900_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
  },
})

import { defineConfig } from 'vitest/config'
import firstTier from './vitest.config.ts'

/** Loads, enumerations and storms: one file at a time, so that none measures the load of another. */
export default defineConfig({
  ...firstTier,
  test: {
    ...firstTier.test,
    include: ['packages/*/test/**/*.long.ts', 'e2e/**/*.long.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
})

import { defineConfig } from 'vitest/config'
import firstTier from './vitest.config.ts'

const limits = { ...firstTier.test, testTimeout: 600_000, hookTimeout: 120_000 }

/** What measures time, or traffic under load. */
const measuring = [
  'e2e/zero-drop.long.ts',
  'e2e/shrink-guard.long.ts',
  'e2e/half-open/*.long.ts',
  'e2e/marathon/storm/*.long.ts',
  'packages/marathon-simulator/test/size.long.ts',
]

/** Loads, enumerations and storms: first those that measure, one file at a time, then the others, two at a time. */
export default defineConfig({
  ...firstTier,
  test: {
    projects: [
      {
        extends: true,
        test: { ...limits, name: 'measuring', include: measuring, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          ...limits,
          name: 'long',
          include: ['packages/*/test/**/*.long.ts', 'e2e/**/*.long.ts'],
          exclude: measuring,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})

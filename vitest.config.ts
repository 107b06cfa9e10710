import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const packages = fileURLToPath(new URL('./packages/', import.meta.url))

export default defineConfig({
  resolve: {
    // Tests run against the sources, so that a change is seen without a build.
    alias: [
      { find: /^@proxym\/core\/testing$/, replacement: `${packages}core/src/testing.ts` },
      { find: /^@proxym\/core\/testing\/conformance$/, replacement: `${packages}core/src/testing/conformance.ts` },
      { find: /^proxym$/, replacement: `${packages}proxym/src/index.ts` },
      { find: /^@proxym\/([a-z-]+)$/, replacement: `${packages}$1/src/index.ts` },
    ],
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'e2e/**/*.test.ts', 'examples/**/*.test.ts'],
    testTimeout: 20_000,
    // As the command itself: packages/cli/src/wasm-code.ts.
    execArgv: ['--no-wasm-code-gc'],
    // Most of them wait for processes and files most of the time.
    maxWorkers: 3,
  },
})

import { expect, test } from 'vitest'
import { defineConfig } from '../../src/config/define-config.ts'
import type { SecretInput } from '../../src/config/options/secret.ts'

declare module '../../src/config/define-config.ts' {
  interface Plugins {
    'typed-acme': { servers: string[]; token?: SecretInput }
  }
}

const plugin = { name: 'made', apply() {} }

test('returns the configuration as it is, and types names, options and keys', () => {
  const config = {
    listen: ':80',
    resyncMs: 5,
    httpToken: { env: 'TOKEN' },
    log: { level: 'debug' },
    plugins: [
      'stdout',
      './mine.ts',
      ['./mine.ts', { any: 1 }],
      ['proxym-plugin-x', {}],
      ['@acme/x', {}],
      plugin,
      { use: plugin, optional: true },
    ],
  } as const
  expect(defineConfig(config)).toBe(config)
  defineConfig({
    plugins: [
      'typed-acme',
      ['typed-acme', { servers: ['a'], token: { file: 'x' } }],
      { use: 'typed-acme', options: { servers: [] } },
    ],
  })
  // @ts-expect-error a key that does not exist
  defineConfig({ lisen: ':80' })
  // @ts-expect-error a number in quotes
  defineConfig({ resyncMs: '5' })
  // @ts-expect-error an option that does not exist
  defineConfig({ plugins: [['typed-acme', { servers: [], serverz: [] }]] })
  // @ts-expect-error an option of the wrong kind
  defineConfig({ plugins: [{ use: 'typed-acme', options: { servers: 'a' } }] })
  // @ts-expect-error a name with a slip, and options that nothing can check
  defineConfig({ plugins: [['typed-amce', { servers: [] }]] })
  // @ts-expect-error a factory that was not called
  defineConfig({ plugins: [() => plugin] })
})

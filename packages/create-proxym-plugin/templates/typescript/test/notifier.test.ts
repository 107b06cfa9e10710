import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestProxym, fakeGenerator } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import plugin from '../src/index.ts'

test('asks for a refresh when the time has passed', async () => {
  const configDir = await mkdtemp(join(tmpdir(), 'plugin-'))
  const proxym = createTestProxym([plugin({ everyMs: 10_000 }), fakeGenerator()], { configDir, virtualTime: true })
  onTestFinished(() => proxym.stop())
  await proxym.start()
  await proxym.advance(9000)
  expect(proxym.cycles.flatMap(({ reasons }) => reasons).join()).not.toContain('time has passed')
  await proxym.advance(2000)
  expect(proxym.cycles.flatMap(({ reasons }) => reasons).join()).toContain('time has passed')
})

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestProxym, fakeGenerator, fakeSource } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import plugin from '../src/index.ts'

test('gives http services a domain, and leaves others as they are', async () => {
  const configDir = await mkdtemp(join(tmpdir(), 'plugin-'))
  const generator = fakeGenerator()
  const source = fakeSource([{ id: 'shop/Web', applicationProtocol: 'http' }, { id: 'redis' }])
  const made = plugin({ suffix: 'test.example' })
  const proxym = createTestProxym([made, source, generator], { configDir, optional: [made.name] })
  onTestFinished(() => proxym.stop())
  await proxym.refresh()
  const domains = generator.snapshots.at(-1)?.services.map(service => service.domains)
  expect(domains).toEqual([[], ['shop-web.test.example']])
})

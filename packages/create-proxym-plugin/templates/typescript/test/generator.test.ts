import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestProxym, fakeSource } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import plugin from '../src/index.ts'

test('writes what there is, and again when it changes', async () => {
  const configDir = await mkdtemp(join(tmpdir(), 'plugin-'))
  const source = fakeSource([{ id: 'web', hosts: [{ ip: '10.0.0.5', port: 8080 }] }])
  const made = plugin({ to: 'out.json' })
  const proxym = createTestProxym([made, source], { configDir, optional: [made.name] })
  onTestFinished(() => proxym.stop())
  const written = async () => JSON.parse(await readFile(join(configDir, 'out.json'), 'utf8'))

  await proxym.refresh()
  expect(await written()).toMatchObject([{ id: 'web', hosts: [{ ip: '10.0.0.5', port: 8080 }] }])
  source.report([{ id: 'web' }, { id: 'shop' }])
  await proxym.refresh()
  expect(await written()).toMatchObject([{ id: 'shop' }, { id: 'web' }])
})

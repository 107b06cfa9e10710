import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import plugin from '../src/index.ts'

test('reports the services of the file', async () => {
  const configDir = await mkdtemp(join(tmpdir(), 'plugin-'))
  await writeFile(join(configDir, 'services.json'), '[{ "id": "web", "domains": ["web.example.com"] }]')
  const proxym = createTestProxym(plugin(), { configDir })
  onTestFinished(() => proxym.stop())
  const { services, held } = await proxym.refresh()
  expect(held).toEqual([])
  expect(services).toMatchObject([{ id: 'web' }])
})

test('keeps the last services when the file is broken', async () => {
  const configDir = await mkdtemp(join(tmpdir(), 'plugin-'))
  await writeFile(join(configDir, 'services.json'), '[{ "id": "web" }]')
  const proxym = createTestProxym(plugin(), { configDir })
  onTestFinished(() => proxym.stop())
  await proxym.refresh()
  await writeFile(join(configDir, 'services.json'), '[{ "id": ')
  const { services, problems } = await proxym.refresh()
  expect(services).toMatchObject([{ id: 'web' }])
  expect(problems).not.toEqual([])
})

import { rename, rm, unlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createTestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import file from '../src/index.ts'
import { tempFolder } from './temp-folder.ts'

const json = (...ids: readonly string[]): string => JSON.stringify(ids.map(id => ({ id, domains: [`${id}.example.com`] })))

async function hosted(files: Readonly<Record<string, string>>, options: TestProxymOptions = {}) {
  const { base, folder } = await tempFolder(files)
  const proxym = createTestProxym(file({ configsPath: 'services' }), { configDir: base, ...options })
  onTestFinished(() => proxym.stop())
  const ids = async (): Promise<readonly string[]> => (await proxym.refresh()).services.map(({ id }) => id)
  return { base, folder, proxym, ids }
}

test('reports the services of its files under its own source, relative to the configuration', async () => {
  const { proxym } = await hosted({ 'web.yaml': 'Id: web\nApplicationProtocol: http\nDomains: [WEB.example.com.]' })
  const { services, problems } = await proxym.refresh()
  expect(services).toMatchObject([{ id: 'web', source: 'File', applicationProtocol: 'http', domains: ['web.example.com'] }])
  expect(problems).toEqual([])
})

test('an empty folder applies an empty snapshot, a missing one is held', async () => {
  const { folder, proxym } = await hosted({})
  expect(await proxym.refresh()).toMatchObject({ services: [], held: [] })
  await rm(folder, { recursive: true })
  expect((await proxym.refresh()).held).toEqual([])

  const other = createTestProxym(file({ configsPath: folder }))
  onTestFinished(() => other.stop())
  expect((await other.refresh()).held[0]?.message).toContain('file/files')
  expect(JSON.stringify(other.proxym.problems())).toContain('does not exist')
})

test('one unreadable file at first start does not hold the others', async () => {
  const { proxym } = await hosted({ 'good.json': json('good'), 'bad.json': '{"id": "bad"' })
  const { services, held, problems } = await proxym.refresh()
  expect(services.map(({ id }) => id)).toEqual(['good'])
  expect(held).toEqual([])
  expect(problems).toMatchObject([{ subject: 'bad.json', message: expect.stringContaining('half-written') }])
})

test('keeps the last good services of a file that becomes unreadable, and forgets the problem when it is right again', async () => {
  const { folder, proxym, ids } = await hosted({ 'a.json': json('a'), 'b.json': json('b1', 'b2') })
  expect(await ids()).toEqual(['a', 'b1', 'b2'])
  await writeFile(join(folder, 'b.json'), '[{"id":"b1"},')
  expect(await ids()).toEqual(['a', 'b1', 'b2'])
  expect(proxym.proxym.problems().map(({ where }) => basename(where ?? ''))).toEqual(['b.json:1:14'])
  await writeFile(join(folder, 'b.json'), json('b1'))
  expect(await ids()).toEqual(['a', 'b1'])
  expect(proxym.proxym.problems()).toEqual([])
})

test('keeps all services of a folder that is gone, and goes on when it is back', async () => {
  const { base, folder, ids } = await hosted({ 'a.json': json('a') })
  expect(await ids()).toEqual(['a'])
  await rename(folder, join(base, 'away'))
  expect(await ids()).toEqual(['a'])
  await rename(join(base, 'away'), folder)
  await writeFile(join(folder, 'b.json'), json('b'))
  expect(await ids()).toEqual(['a', 'b'])
})

test('a removed file takes its services with it', async () => {
  const { folder, ids } = await hosted({ 'a.json': json('a'), 'b.json': json('b') }, { confirmMsOf: { file: 0 } })
  expect(await ids()).toEqual(['a', 'b'])
  await unlink(join(folder, 'a.json'))
  expect(await ids()).toEqual(['b'])
  await unlink(join(folder, 'b.json'))
  expect(await ids()).toEqual([])
})

test('the last file is believed to be removed when the folder is read a second time after 2 s', async () => {
  const { folder, proxym, ids } = await hosted({ 'a.json': json('a') })
  expect(await ids()).toEqual(['a'])
  await unlink(join(folder, 'a.json'))
  const { services, problems } = await proxym.refresh()
  expect(services.map(({ id }) => id)).toEqual(['a'])
  expect(problems).toMatchObject([{ code: 'PROXYM_HELD_SHRINK', message: expect.stringContaining('says so again in 2 s: `a`') }])
  await expect.poll(ids, { timeout: 10_000 }).toEqual([])
})

test('a service that core refuses is named with the line it stands on', async () => {
  const { proxym } = await hosted({ 'a.yaml': '- id: good\n- id: bad\n  port: 70000\n' })
  const { services, problems } = await proxym.refresh()
  expect(services.map(({ id }) => id)).toEqual(['good'])
  expect(JSON.stringify(problems)).toMatch(/services\/a\.yaml:2\b/)
})

test.each([
  [undefined, 'configsPath'],
  [{ configsPath: '' }, 'must not be empty'],
  [{ configsPath: 5 }, 'must be the path of a folder'],
  [{ configsPath: 'x', watch: true }, 'watch'],
])('options %j are a mistake that says what to write', (options, message) => {
  expect(() => file(options as never)).toThrow(message)
})

test('two instances do not know each other', async () => {
  const first = await tempFolder({ 'a.json': json('a') })
  const second = await tempFolder({ 'a.json': json('b') })
  const proxym = createTestProxym([file({ configsPath: first.folder }), file({ configsPath: second.folder })])
  onTestFinished(() => proxym.stop())
  expect((await proxym.refresh()).services.map(({ id }) => id)).toEqual(['a', 'b'])
})

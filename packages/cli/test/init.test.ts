import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { type FakeIo, fakeIo } from './fake-io.ts'

const again = (io: FakeIo, ...argv: string[]): FakeIo => ({ ...io, argv })

test.each([
  ['haproxy', 'haproxy.cfg.liquid'],
  ['nginx', 'nginx.conf.liquid'],
])('what init writes for %s passes check, and has a service to begin with', async (proxy, template) => {
  await using io = await fakeIo(['init', '--proxy', proxy])
  expect(await main(io)).toBe(0)
  expect((await readdir(io.cwd)).sort()).toEqual([template, 'proxym.config.yaml', 'services'].sort())
  expect(await main(again(io, 'check', '--strict'))).toBe(0)
  expect(await main(again(io, 'services'))).toBe(0)
  expect(io.out()).toContain('web.example.com')
})

test('init leaves alone what exists, and says so', async () => {
  await using io = await fakeIo(['init', '--yes'])
  await writeFile(join(io.cwd, 'proxym.config.yaml'), 'mine\n')
  await main(io)
  expect(await readFile(join(io.cwd, 'proxym.config.yaml'), 'utf8')).toBe('mine\n')
  expect(io.err()).toContain('proxym.config.yaml')
  expect(await readdir(io.cwd)).toContain('services')
})

test('a proxy that is not known is refused before anything is written', async () => {
  await using io = await fakeIo(['init', '--proxy', 'apache'])
  expect(await main(io)).toBe(78)
  expect(await readdir(io.cwd)).toEqual([])
})

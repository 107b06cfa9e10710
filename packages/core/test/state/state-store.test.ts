import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ServiceBatch } from '../../src/hooks/contract.ts'
import type { PluginContext } from '../../src/plugin.ts'
import { nodeStateIo, type StateIo } from '../../src/state/state-io.ts'
import type { TestProxym } from '../../src/testing.ts'
import { plugin, recorder, source, web } from '../cycle/fake-plugins.ts'
import { down, keyed, live, processesIn } from './state-rig.ts'
import { tempFolder } from './temp-folder.ts'

const stopAfterwards = (proxym: TestProxym) => onTestFinished(() => proxym.stop())

test('a process that starts while its source is down has the last good services, stale, and is ready', async () => {
  const folder = await tempFolder()
  const processes = processesIn(folder)
  const before = await live(processes, [keyed('a', 'b')])
  const record = recorder()
  const { proxym } = await processes.start([down, record.plugin])
  stopAfterwards(proxym)
  const { services, held } = await proxym.refresh()
  expect([services, held]).toEqual([before.services, []])
  expect(record.ids()).toEqual(['a', 'b'])
  expect(proxym.proxym.status()).toMatchObject({
    sources: {
      's/all': { state: 'stale', services: 2, staleSince: expect.any(String), problem: { message: 'connect refused' } },
    },
  })
  expect(proxym.proxym.ready()).toEqual({
    ready: true,
    reasons: ['`s/all` has not answered since the start, its last good services are used: connect refused'],
  })
  expect(processes.log).toEqual([])
})

test('a source that was never known is still waited for, although another one is', async () => {
  const folder = await tempFolder()
  await live(processesIn(folder), [keyed('a')])
  const silent = source('t', () => Promise.reject(new Error('also down')))
  const { held } = await live(processesIn(folder), [down, silent])
  expect(held).toMatchObject([{ code: 'PROXYM_HELD_SOURCE', message: expect.stringContaining('`t/all`') }])
})

test('what the generators were shown does not vanish all at once after a restart', async () => {
  const folder = await tempFolder()
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  await live(processesIn(folder), [keyed(...ids)])
  const { services, result } = await live(processesIn(folder), [keyed('a')])
  expect(services.map(({ id }) => id)).toEqual(ids)
  expect(result.withheld).toMatchObject([{ code: 'PROXYM_HELD_SHRINK' }])
  // It was not confirmed: the next process holds it as well.
  expect((await live(processesIn(folder), [keyed('a')])).services).toHaveLength(7)
})

test('an answer of no services is known as well', async () => {
  const folder = await tempFolder()
  const none = source('s', services => services.add())
  await live(processesIn(folder), [none])
  expect(await live(processesIn(folder), [down])).toMatchObject({ services: [], held: [] })
})

test('a first answer of none that nobody believed yet is not believed because proxym was started again', async () => {
  const folder = await tempFolder()
  const none = source('s', services => services.add())
  const target = { name: 'target', apply: ({ lock }: PluginContext) => lock('/target', { exists: () => true }) }
  for (let time = 0; time < 2; time++) {
    expect((await live(processesIn(folder), [none, target])).held).toMatchObject([{ code: 'PROXYM_HELD_EMPTY' }])
    expect(await readdir(folder)).toEqual([])
  }
})

test('what a plugin keeps comes back when it is lasting, and its services do', async () => {
  const folder = await tempFolder()
  const found: unknown[] = []
  const keeps = {
    ...plugin('p', () => {}),
    apply: ({ state }: PluginContext) => {
      found.push([state.get('short'), state.get('lasting'), state.getServices('services')?.map(({ id }) => id)])
      state.set('short', 1)
      state.set('lasting', { apps: ['a'] }, { lasting: true })
    },
  }
  const generates = {
    name: 'p',
    apply: (proxym: PluginContext) => {
      keeps.apply(proxym)
      proxym.hooks.generateConfig.tap('g', ({ services }) => proxym.state.setServices('services', services))
    },
  }
  for (let time = 0; time < 2; time++) await live(processesIn(folder), [keyed('a'), generates])
  expect(found).toEqual([
    [undefined, undefined, undefined],
    [undefined, { apps: ['a'] }, ['a']],
  ])
})

test('a file is written when what it holds has changed, and then only', async () => {
  const folder = await tempFolder()
  const renamed: string[] = []
  const io: StateIo = { ...nodeStateIo, rename: (from, to) => nodeStateIo.rename(from, to).then(() => void renamed.push(to)) }
  let answer = (services: ServiceBatch): unknown => services.set('a', [web('a')])
  const steady = source('t', services => services.set('x', [web('x')]))
  const { proxym, store } = await processesIn(folder, io).start([source('s', services => answer(services)), steady])
  stopAfterwards(proxym)
  const written = async () => {
    await proxym.refresh()
    await store.flush()
    return new Set(renamed.splice(0)).size
  }
  expect([await written(), await written()]).toEqual([2, 0])
  answer = services => services.set('a', [web('a', { port: 7 })])
  expect([await written(), await written()]).toEqual([1, 0])
  // What is left out is known all the same.
  answer = services => services.set('a', [web('a', { port: 7 }), web('not an id')])
  expect([await written(), await written()]).toEqual([1, 0])
  // What waits for its second answer is still shown; when it is confirmed, the source has said nothing new.
  answer = services => services.add()
  expect([await written(), await written()]).toEqual([1, 0])
  const [digest = ''] = /[0-9a-f]{12}/.exec(JSON.stringify(proxym.proxym.status())) ?? []
  await proxym.proxym.confirm(digest)
  expect([await written(), await written()]).toEqual([1, 0])
})

test('files are for their owner alone, whatever the mask, and nothing else stays', async () => {
  const folder = await tempFolder()
  const mask = process.umask(0)
  try {
    await live(processesIn(folder), [keyed('a')])
  } finally {
    process.umask(mask)
  }
  const names = await readdir(folder)
  expect(names).toEqual([expect.stringMatching(/^state-[0-9a-f]{16}-[0-9a-f]{16}$/)])
  for (const name of names) expect((await stat(join(folder, name))).mode & 0o7777).toBe(0o600)
})

test('what a killed process left half written is removed; files of others and of other configurations stay', async () => {
  const folder = await tempFolder()
  await live(processesIn(folder), [keyed('a')])
  const [own = ''] = await readdir(folder)
  await writeFile(join(folder, `.${own}.0123456789ab`), 'half')
  const others = ['haproxy-1.last-loaded', 'state-0000000000000000-0000000000000000', '.state-0000000000000000-1.0123456789ab']
  for (const name of others) await writeFile(join(folder, name), 'theirs')
  await live(processesIn(folder), [keyed('a', 'b')])
  expect((await readdir(folder)).sort()).toEqual([own, ...others].sort())
})

test('a source that is no longer configured is forgotten', async () => {
  const folder = await tempFolder()
  await live(processesIn(folder), [keyed('a'), source('t', services => services.add(web('x')))])
  expect(await readdir(folder)).toHaveLength(2)
  await live(processesIn(folder), [keyed('a')])
  expect(await readdir(folder)).toHaveLength(1)
})

test('a disk that fails is one warning and stops nothing; when it works again all is written', async () => {
  const folder = await tempFolder()
  let broken = true
  const io: StateIo = {
    ...nodeStateIo,
    create: path => (broken ? Promise.reject(new Error('ENOSPC: no space left')) : nodeStateIo.create(path)),
  }
  const processes = processesIn(folder, io)
  const { proxym, store } = await processes.start([keyed('a')])
  stopAfterwards(proxym)
  for (let time = 0; time < 3; time++) {
    expect((await proxym.refresh()).services).toHaveLength(1)
    await store.flush()
  }
  expect(processes.log).toEqual([expect.stringContaining('no space left')])
  broken = false
  await store.flush()
  expect(await readdir(folder)).toHaveLength(1)
})

test('a short write never takes the place of what was there', async () => {
  const folder = await tempFolder()
  await live(processesIn(folder), [keyed('a')])
  const [name = ''] = await readdir(folder)
  const before = await readFile(join(folder, name), 'utf8')
  const io: StateIo = {
    ...nodeStateIo,
    create: async path => {
      const file = await nodeStateIo.create(path)
      return { ...file, append: bytes => file.append(bytes.subarray(1)) }
    },
  }
  await live(processesIn(folder, io), [keyed('a', 'b')])
  expect(await readdir(folder)).toEqual([name])
  expect(await readFile(join(folder, name), 'utf8')).toBe(before)
})

import { PassThrough, Writable } from 'node:stream'
import type { Plugin, ServiceInput } from '@proxym/core'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import stdout, { createStdoutPlugin, type StdoutOptions } from '../src/index.ts'

function hosted(stream: Writable, options?: StdoutOptions) {
  const current: { services: readonly ServiceInput[] } = { services: [{ id: 'web', domains: ['web.example.com'] }] }
  const source: Plugin = {
    name: 'source',
    apply: proxym => proxym.hooks.generateServices.tap('all', services => services.add(...current.services)),
  }
  const applied: number[] = []
  const other: Plugin = {
    name: 'other',
    apply: proxym => proxym.hooks.generateConfig.tap('count', ({ services }) => void applied.push(services.length)),
  }
  const proxym = createTestProxym([source, createStdoutPlugin(() => stream)(options), other], { confirmMs: 0 })
  onTestFinished(() => proxym.stop())
  return { proxym, current, applied }
}

const printed = (stream: PassThrough): string => stream.read()?.toString() ?? ''

test('prints when the services change, and only then', async () => {
  const stream = new PassThrough()
  const { proxym, current } = hosted(stream)
  await proxym.refresh()
  expect(printed(stream)).toBe('web (source)\n  domains       web.example.com\n\n1 service, 0 hosts\n')
  await proxym.refresh()
  expect(printed(stream)).toBe('')
  current.services = []
  await proxym.refresh()
  expect(printed(stream)).toBe('0 services, 0 hosts\n')
})

test('prints one JSON line for each snapshot', async () => {
  const stream = new PassThrough()
  const { proxym, current } = hosted(stream, { format: 'json' })
  await proxym.refresh()
  current.services = [{ id: 'shop' }]
  await proxym.refresh()
  const ids = printed(stream)
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).services.map(({ id }: ServiceInput) => id))
  expect(ids).toEqual([['web'], ['shop']])
})

test('a dry run prints nothing and previews nothing', async () => {
  const stream = new PassThrough()
  const { proxym } = hosted(stream)
  expect(await proxym.diff()).toEqual([])
  expect(printed(stream)).toBe('')
})

test('when its reader is gone it warns once, and the other generators go on', async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('broken'), { code: 'EPIPE' })) })
  const { proxym, current, applied } = hosted(stream)
  for (const count of [1, 2, 3]) {
    current.services = Array.from({ length: count }, (_, index) => ({ id: `s${index}` }))
    await proxym.refresh()
  }
  expect(applied).toEqual([1, 2, 3])
  expect(proxym.log.filter(({ level }) => level === 'warn')).toMatchObject([
    { module: 'stdout/print', message: expect.stringContaining('closed (EPIPE)') },
  ])
})

test('an unknown format is a mistake that names the known ones', () => {
  expect(() => stdout({ format: 'xml' as never })).toThrow('must be "text", "json" or "table"')
})

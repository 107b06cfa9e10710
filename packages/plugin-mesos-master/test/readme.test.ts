import { readFile } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { createTestProxym } from '@proxym/core/testing'
import { createStdoutPlugin } from '@proxym/plugin-stdout'
import { expect, onTestFinished, test } from 'vitest'
import mesosMaster from '../src/index.ts'
import { limits } from '../src/limits.ts'
import { options } from '../src/options.ts'
import { leads, scriptedMaster } from './scripted-master.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

test('a leader gives the output of the README', async () => {
  const master = await scriptedMaster(leads('10.0.0.2', 5050))
  const stream = new PassThrough()
  const plugin = mesosMaster({ domain: 'mesos.example.com', masters: [master.url] })
  const proxym = createTestProxym([plugin, createStdoutPlugin(() => stream)()])
  onTestFinished(() => proxym.stop())
  expect((await proxym.refresh()).problems).toEqual([])
  expect(stream.read().toString()).toBe(/```text\n(.*?)```/s.exec(readme)?.[1])
})

test('the options and figures of the README are those of the code', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \| `PROXYM_MESOS_MASTER_(\w+)` /gm)].map(([, option, variable]) => [
    variable,
    option,
  ])
  expect(Object.keys(options.shape)).toEqual(rows.map(([, option]) => option))
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(mesosMaster.definition.env ?? {}).map(([variable, { option }]) => [variable, option])),
  )
  expect(options.parse({ domain: 'a.b', masters: ['m:1'] }).pollInterval).toBe(10)
  expect([limits.masterMs, limits.noLeaderMs, limits.documentBytes]).toEqual([3000, 60_000, 2 ** 20])
})

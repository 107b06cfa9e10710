import { expect, it } from 'vitest'
import type { ServiceBatch } from '../../src/hooks/contract.ts'
import { definePlugin, type PluginContext } from '../../src/plugin.ts'
import { createTestProxym, type TestProxymOptions } from '../../src/testing.ts'
import { useScripted } from '../cycle/use-scripted.ts'

const web = (id: string, domain = `${id}.example`) => ({
  ...{ id, domains: [domain], applicationProtocol: 'http' },
  hosts: [
    { ip: '10.0.0.1', port: 80 },
    { ip: '10.0.0.2', port: 80 },
  ],
})

/** A source, an annotator and an output that do what the test says now. */
function make(options: TestProxymOptions = {}) {
  const does = {
    answer: (services: ServiceBatch): void => services.add(web('a'), web('b')),
    annotate: () => {},
    write: () => {},
  }
  let changed: (reason: string) => void = () => {}
  const apply = ({ hooks }: PluginContext): void => {
    hooks.notify.tap('events', ({ refresh }) => {
      changed = refresh
    })
    hooks.generateServices.tap('apps', services => does.answer(services))
    hooks.annotate.tap('names', () => does.annotate())
    hooks.generateConfig.tap('file', () => does.write())
  }
  const test = createTestProxym(definePlugin({ name: 'acme', apply })(), {
    confirmMsOf: { acme: 0 },
    random: () => 1,
    ...options,
  })
  const metrics = async () => (await test.proxym.app.request('/metrics', {}, { loopback: true })).text()
  return {
    ...{ does, test },
    changed: (reason: string) => changed(reason),
    refresh: () => test.refresh(),
    async series(name: string) {
      const lines = (await metrics()).split('\n').filter(line => line.startsWith(name) && '{ '.includes(line[name.length] ?? ''))
      return Object.fromEntries(
        lines.map(line => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
      )
    },
    stop: () => test.stop(),
  }
}
const { scripted } = useScripted<TestProxymOptions, ReturnType<typeof make>>(options => make({ debounceMs: 0, ...options }))
const fail = (message: string) => () => {
  throw new Error(message)
}

it('counts cycles by what they came to, also under the old name', async () => {
  const { does, refresh, series } = scripted()
  does.answer = fail('no answer')
  await refresh()
  does.answer = services => services.add(web('a'))
  await refresh()
  await refresh()
  does.write = fail('disk full')
  await refresh()
  expect(await series('proxym_cycles_total')).toEqual({
    ...{ '{outcome="applied"}': 1, '{outcome="unchanged"}': 1, '{outcome="held"}': 1, '{outcome="failed"}': 1 },
  })
  expect(await series('proxym_refresh_count')).toEqual({ '{result="success"}': 2, '{result="error"}': 2 })
  expect(await series('proxym_cycle_duration_seconds_count')).toEqual({ '': 4 })
  expect(await series('proxym_change_to_live_seconds_count')).toEqual({ '': 1 })
})

it('tells what is held, and when it is over', async () => {
  const { does, refresh, series } = scripted()
  does.answer = fail('no answer')
  await refresh()
  expect(await series('proxym_cycle_held')).toMatchObject({ '{reason="source"}': 1, '{reason="annotate"}': 0 })
  expect(await series('proxym_source_last_success_timestamp_seconds')).toEqual({})
  does.answer = services => services.add(web('a'))
  await refresh()
  expect(Object.values(await series('proxym_cycle_held'))).toEqual([0, 0, 0, 0])
  expect(await series('proxym_source_last_success_timestamp_seconds')).toEqual({ '{source="acme/apps"}': Date.now() / 1000 })
})

it('counts services, hosts, what is left out and what is lost', async () => {
  const { does, refresh, series } = scripted()
  does.answer = services =>
    services.add(web('a'), web('b', 'a.example'), web('c'), { ...web('d'), port: -1 }, web('a', 'x.example'))
  await refresh()
  const source = '{source="acme/apps"}'
  expect(await series('proxym_services')).toEqual({ [source]: 3 })
  expect(await series('proxym_hosts')).toEqual({ [source]: 6 })
  expect(await series('proxym_services_rejected')).toEqual({ [source]: 1 })
  expect(await series('proxym_claims_lost')).toEqual({ '': 2 })
  expect(await series('proxym_problems')).toMatchObject({ '{tap="acme/apps",code="PROXYM_SERVICE_INVALID"}': 1 })
})

it('tells that a source is stale, an output out of step, and which tap fails with what', async () => {
  const { does, refresh, series } = scripted()
  await refresh()
  const [source, output] = ['{source="acme/apps"}', '{output="acme/file"}']
  expect([await series('proxym_source_up'), await series('proxym_source_stale')]).toEqual([{ [source]: 1 }, { [source]: 0 }])
  expect(await series('proxym_output_in_sync')).toEqual({ [output]: 1 })
  does.answer = fail('gone')
  await refresh()
  does.answer = services => services.add(web('a', 'new.example'))
  does.annotate = fail('no names')
  does.write = fail('disk full')
  expect([await series('proxym_source_up'), await series('proxym_source_stale')]).toEqual([{ [source]: 0 }, { [source]: 1 }])
  await refresh()
  expect(await series('proxym_output_in_sync')).toEqual({ [output]: 0 })
  expect(await series('proxym_output_state')).toMatchObject({
    ...{ '{output="acme/file",state="failing"}': 1, '{output="acme/file",state="in_sync"}': 0 },
  })
  const failures = await series('proxym_tap_failures_total')
  expect(Object.keys(failures).map(labels => /hook="(\w+)",tap="(\w+)"/.exec(labels)?.slice(1).join(' '))).toEqual([
    ...['generateServices apps', 'annotate names', 'generateConfig file'],
  ])
  const durations = await series('proxym_tap_duration_seconds_count')
  expect(durations['{plugin="acme",hook="generateServices",tap="apps"}']).toBe(3)
  expect(durations['{plugin="acme",hook="annotate",tap="names"}']).toBe(3)
})

it('tells how many services the guard keeps', async () => {
  const { does, refresh, series } = scripted({ confirmMsOf: { acme: 30_000 } })
  await refresh()
  does.answer = services => services.add()
  await refresh()
  expect(await series('proxym_guard_withheld_services')).toEqual({ '{source="acme/apps"}': 2 })
  expect(await series('proxym_services')).toEqual({ '{source="acme/apps"}': 2 })
})

it('counts refreshes and those that another cycle covers, and when a watcher last spoke', async () => {
  const { does, test, changed, series } = scripted({ debounceMs: 1000, maxWaitMs: 1000 })
  // As long as the source is being asked, nothing asks for another cycle.
  const asked = Promise.withResolvers<void>()
  does.answer = () => asked.promise
  await test.start()
  for (const reason of ['a', 'b', 'c', 'd']) changed(reason)
  expect(await series('proxym_refreshes_total')).toEqual({ '': 5 })
  expect((await series('proxym_refreshes_coalesced_total'))['']).toBeGreaterThanOrEqual(3)
  expect(await series('proxym_source_last_event_timestamp_seconds')).toEqual({ '{source="acme/events"}': Date.now() / 1000 })
  expect(await series('proxym_watcher_up')).toEqual({ '{watcher="acme/events"}': 1 })
  asked.resolve()
})

it('has no label that carries the id of a service, however many there are', async () => {
  const { does, refresh, test } = scripted()
  does.answer = services => services.add(...Array.from({ length: 500 }, (_, index) => web(`secret-${index}`)))
  await refresh()
  const text = await (await test.proxym.app.request('/metrics', {}, { loopback: true })).text()
  expect(text).toContain('proxym_services{source="acme/apps"} 500')
  expect(text).not.toContain('secret-')
})

import { expect, test } from 'vitest'
import type { Plugin, PluginContext } from '../../src/plugin.ts'
import { ProxymError } from '../../src/problem.ts'
import { createTestProxym } from '../../src/testing.ts'
import { steady, web } from '../cycle/fake-plugins.ts'

const does = (name: string, apply: (proxym: PluginContext) => unknown): Plugin => ({ name, apply: apply as Plugin['apply'] })
const thrownBy = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

test('when `apply` throws or returns a promise, one error names every plugin that does', () => {
  const error = thrownBy(() =>
    createTestProxym([
      does('one', () => {
        throw new Error('no home')
      }),
      steady('fine', web('a')),
      does('two', () => Promise.reject(new Error('never seen'))),
      does('three', () => {
        throw new TypeError('not a function')
      }),
    ]),
  )
  expect(error).toBeInstanceOf(ProxymError)
  expect((error as ProxymError).problems).toMatchObject([
    { code: 'PROXYM_PLUGIN_APPLY', message: '`apply` of plugin `one` failed: no home' },
    { code: 'PROXYM_PLUGIN_APPLY', message: '`apply` of plugin `two` returned a promise' },
    { code: 'PROXYM_PLUGIN_APPLY', message: '`apply` of plugin `three` failed: not a function' },
  ])
})

test('problems that a plugin throws itself are kept as they are', () => {
  const mine = { code: 'PROXYM_MINE', message: 'no template', hint: 'Write one.' }
  const error = thrownBy(() =>
    createTestProxym(
      does('p', () => {
        throw new ProxymError(mine)
      }),
    ),
  )
  expect((error as ProxymError).problems).toEqual([mine])
})

test('each plugin gets its name, its folders and a context that it cannot change', () => {
  const seen: PluginContext[] = []
  const twice = does('p', proxym => void seen.push(proxym))
  createTestProxym([twice, twice], { configDir: '/etc/proxym', stateDir: '/var/lib/proxym' })
  expect(seen.map(({ name, configDir, stateDir }) => [name, configDir, stateDir])).toEqual([
    ['p', '/etc/proxym', '/var/lib/proxym'],
    ['p#2', '/etc/proxym', '/var/lib/proxym'],
  ])
  for (const context of seen) expect([Object.isFrozen(context), Object.isFrozen(context.hooks)]).toEqual([true, true])
})

test('nothing is called before `start`, and the wiring names every tap', () => {
  let called = false
  const call = () => {
    called = true
  }
  const { proxym } = createTestProxym([
    does('p', ({ hooks, lock }) => {
      hooks.generateConfig.tap({ name: 'write', dryRun: true }, call)
      hooks.notify.tap('watch', call)
      lock('/etc/haproxy.cfg')
    }),
    does('q', ({ hooks }) => hooks.annotate.tap('notes', call)),
  ])
  expect(called).toBe(false)
  expect([proxym.plugins, proxym.locks]).toEqual([['p', 'q'], ['/etc/haproxy.cfg']])
  expect(proxym.wiring).toEqual([
    { plugin: 'p', hook: 'generateConfig', tap: 'write', dryRun: true },
    { plugin: 'p', hook: 'notify', tap: 'watch', dryRun: false },
    { plugin: 'q', hook: 'annotate', tap: 'notes', dryRun: true },
  ])
})

test('what a plugin keeps passes on to the next proxym, by the name of the instance', async () => {
  const found: unknown[] = []
  const keeps = does('p', ({ state, name }) => {
    found.push(state.get('since'))
    state.set('since', name)
  })
  const first = createTestProxym([keeps, keeps])
  const handover = first.proxym.handover()
  await first.stop()
  await createTestProxym([keeps, keeps], { handover }).stop()
  expect(found).toEqual([undefined, undefined, 'p', 'p#2'])
})

test('a plugin sees where the HTTP server is to listen, when that is known', () => {
  const seen: unknown[] = []
  const plugin: Plugin = { name: 'a', apply: ({ listen }) => void seen.push(listen) }
  const listen = { host: '10.0.0.1', port: 5678 }
  createTestProxym(plugin, { listen })
  createTestProxym(plugin)
  expect(seen).toEqual([listen, undefined])
})

import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Hooks, ServiceBatch } from '../../src/hooks/contract.ts'
import { definePlugin, type PluginContext } from '../../src/plugin.ts'
import { ProxymError } from '../../src/problem.ts'
import type { Service } from '../../src/service.ts'
import { createTestProxym } from '../../src/testing.ts'

// Each line below is refused by the compiler (`tsc --project tsconfig.tests.json`), and by the host as well.

/** Apply, and give what it throws. */
const applied = (apply: (proxym: PluginContext) => void): unknown => {
  try {
    return createTestProxym({ name: 'bad', apply }).proxym.wiring
  } catch (error) {
    return error
  }
}

test('a plugin cannot call a hook', () => {
  for (const method of ['promise', 'call', 'callAsync', 'intercept', 'withOptions'] as const) {
    const error = applied(({ hooks }) => {
      // @ts-expect-error a plugin taps, and nothing else
      hooks.notify[method]({})
    })
    expect(error, method).toBeInstanceOf(ProxymError)
  }
  const changes: readonly ((hooks: Hooks) => void)[] = [
    // @ts-expect-error which hooks there are is fixed
    hooks => (hooks.notify = hooks.annotate),
    hooks => (hooks.annotate.tap = () => {}),
  ]
  for (const change of changes) expect(applied(({ hooks }) => change(hooks))).toMatchObject({ cause: expect.any(TypeError) })
})

test('a plugin cannot tap in the name of another', () => {
  const wiring = applied(({ hooks }) => {
    // @ts-expect-error the owner is set by core
    hooks.annotate.tap({ name: 'x', owner: { name: 'good', source: 'Good' } }, () => undefined)
    // @ts-expect-error and so are kind and function
    hooks.annotate.tap({ name: 'y', type: 'async', fn: () => {} }, () => undefined)
    // @ts-expect-error order is given by `stage` alone
    hooks.annotate.tap({ name: 'z', before: 'good/x' }, () => undefined)
  })
  expect(wiring).toMatchObject([
    { plugin: 'bad', tap: 'x' },
    { plugin: 'bad', tap: 'y' },
    { plugin: 'bad', tap: 'z' },
  ])
  const rename = applied(proxym => {
    // @ts-expect-error its name is read-only
    proxym.name = 'good'
  })
  expect(rename).toBeInstanceOf(ProxymError)
})

test('a source cannot set `source`, an annotator cannot change it', async () => {
  const source = definePlugin({
    name: 'liar',
    apply({ hooks }) {
      hooks.generateServices.tap('all', (services: ServiceBatch) => {
        // @ts-expect-error core stamps the label of the plugin
        services.add({ id: 'a', source: 'Marathon' }, { id: 'b' })
      })
      // @ts-expect-error the label belongs to the plugin
      hooks.annotate.tap('label', (service: Service) => void (service.source = 'Marathon'))
    },
  })
  const proxym = createTestProxym(source())
  const { services } = await proxym.refresh()
  expect(services.filter(service => service.source !== 'liar')).toEqual([])
  await proxym.stop()
})

test('options are typed by the schema, what a tap gets cannot be changed', () => {
  const typed = definePlugin({
    name: 'typed',
    options: z.strictObject({ port: z.int() }),
    apply({ hooks }, { port }) {
      // @ts-expect-error a number
      port.toUpperCase()
      hooks.generateConfig.tap('x', ({ services }) => {
        // @ts-expect-error a snapshot is frozen
        services.push()
      })
      // @ts-expect-error a generator returns previews or nothing
      hooks.generateConfig.tap('y', () => 'done')
      // @ts-expect-error an annotator returns a whole service
      hooks.annotate.tap('z', ({ id }) => ({ id }))
    },
  })
  // @ts-expect-error the option is a number
  expect(() => typed({ port: '80' })).toThrow('port')
  // @ts-expect-error there is no such option
  expect(() => typed({ port: 80, prot: 80 })).toThrow('prot')
})

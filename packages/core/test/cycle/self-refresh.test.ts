import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HookName } from '../../src/hooks/tap-record.ts'
import type { PluginContext } from '../../src/plugin.ts'
import { createTestProxym, type TestProxym } from '../../src/testing.ts'
import { source, web } from './fake-plugins.ts'

let proxym: TestProxym | undefined
beforeEach(() => void vi.useFakeTimers())
afterEach(async () => {
  const stopped = proxym?.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  vi.useRealTimers()
})

/** A plugin that asks for a refresh each time that its tap on this hook runs, as long as `asks()`. */
function restless(hook: HookName, asks: () => boolean) {
  let runs = 0
  const run = ({ refresh }: PluginContext) => {
    runs++
    if (asks()) refresh('again')
  }
  const made = {
    name: 'restless',
    apply(context: PluginContext) {
      const { hooks } = context
      if (hook === 'annotate') hooks.annotate.tap('x', () => run(context))
      else if (hook === 'generateConfig') hooks.generateConfig.tap('x', () => run(context))
      else
        hooks.generateServices.tap('x', async services => {
          services.add()
          // Also what comes behind an await is the tap's own.
          await Promise.resolve()
          run(context)
        })
    },
  }
  return { plugin: made, runs: () => runs }
}

test.each(['generateServices', 'annotate', 'generateConfig'] as const)(
  'a tap on %s that asks for a refresh whenever it runs gets at most one cycle per `maxWaitMs`, and one warning',
  async hook => {
    let asks = true
    let port = 1
    const { plugin, runs } = restless(hook, () => asks)
    proxym = createTestProxym([plugin, source('other', services => services.add(web('a', { port })))])
    await proxym.start()
    await vi.advanceTimersByTimeAsync(10_500)
    expect([runs() >= 8, runs() <= 12]).toEqual([true, true])
    const warnings = () => proxym?.log.filter(line => line.message.includes('asks for a refresh each time')) ?? []
    expect(warnings().map(({ level, module }) => [level, module])).toEqual([['warn', 'restless/x']])
    // Others are not slowed down by it.
    port = 2
    const refreshed = proxym.refresh()
    await vi.advanceTimersByTimeAsync(1100)
    expect((await refreshed).services).toMatchObject([{ port: 2 }])
    asks = false
    const before = runs()
    await vi.advanceTimersByTimeAsync(5000)
    expect(runs() - before).toBeLessThanOrEqual(1)
    const again = proxym.refresh()
    await vi.advanceTimersByTimeAsync(1100)
    expect([(await again).problems, warnings()]).toMatchObject([[], [{}]])
  },
)

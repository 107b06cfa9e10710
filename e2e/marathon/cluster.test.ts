import { expect, test } from 'vitest'
import { expectHealed } from './rig/expect-healed.ts'
import { faked } from './rig/faked.ts'
import { scenarios } from './rig/scenarios.ts'

const MINUTE = 60_000

// An hour for every generation in the long tier.
const all = scenarios({ versions: ['0.8', '1.11'], withoutLeaderMs: 20_000, downMs: 5 * MINUTE, silentMs: 2 * MINUTE })

test.each(all)('$name: right again within 60 s, and no tight loop', async scenario => {
  await expectHealed(scenario)
})

test.each(['instead of an answer', 'once it stands'])(
  'the stream is closed %s a hundred times: no tight loop, and then it is followed',
  async when => {
    const { simulator, time, scale, isRight, seen } = await faked({ version: '1.11' })
    await time.until('the first outcome', isRight, MINUTE)
    const before = seen.length
    const isEarly = when === 'instead of an answer'
    const fault = isEarly
      ? simulator.misbehave({ kind: 'close', after: 'headers' }, { route: '/v2/events', times: 100 })
      : undefined
    let stood = 0
    const stop = simulator.onEvent(({ type }) => {
      if (isEarly || type !== 'event_stream_attached' || stood++ >= 100) return
      setImmediate(() => simulator.instances.map(instance => instance.endStreams()))
    })
    time.forget()
    for (const instance of simulator.instances) instance.endStreams()
    for (let round = 1; (fault?.hits ?? stood) < 100; round++) {
      expect(round).toBeLessThan(200)
      scale((round % 3) + 1)
      await time.until('a change while the stream is closed', isRight, 30_000)
      await time.pass(30_000)
    }
    stop()
    const { most, all } = time.requests()
    process.stdout.write(`closed ${when}: ${all} requests in ${time.now()} ms, at most ${most} in ten seconds\n`)
    expect(most).toBeLessThan(60)
    await time.until('a stream that stays', () => simulator.instances.some(({ openStreams }) => openStreams > 0), MINUTE)
    await time.pass(1000)
    scale(5)
    await time.until('the next change', isRight, 3000)
    expect(seen.slice(before).every(({ services }) => services.length === 6)).toBe(true)
  },
)

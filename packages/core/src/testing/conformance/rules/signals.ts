import { setTimeout as wait } from 'node:timers/promises'
import { isThenable } from '../../../hooks/run-tap.ts'
import { interceptTaps, type TapCall } from '../../intercept-taps.ts'
import { notSettled } from '../errors.ts'
import { GRACE_MS } from '../rig.ts'
import type { Rule } from './rule.ts'

export const signalsHonoured: Rule = {
  name: 'every wait ends when its signal aborts',
  async check({ make, host }) {
    const running = new Set<TapCall>()
    const watched = (call: TapCall): unknown => {
      const returned = call.next()
      if (isThenable(returned)) {
        running.add(call)
        const end = (): void => void running.delete(call)
        returned.then(end, end)
      }
      return returned
    }
    const proxym = host(interceptTaps(make(), watched), { patienceMs: 200 })
    await proxym.start()
    await proxym.refresh()
    await proxym.stop()
    const until = performance.now() + GRACE_MS
    while (running.size > 0 && performance.now() < until) await wait(20)
    if (running.size > 0)
      throw notSettled(
        [...running].map(({ id }) => id),
        GRACE_MS,
      )
  },
}

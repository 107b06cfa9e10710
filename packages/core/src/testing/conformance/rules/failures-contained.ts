import { isThenable } from '../../../hooks/run-tap.ts'
import { messageOf } from '../../../problem.ts'
import { interceptTaps, type TapCall } from '../../intercept-taps.ts'
import { failsFor, uncaught } from '../errors.ts'
import { watchUncaught } from '../watch-uncaught.ts'
import type { Rule } from './rule.ts'

export const failuresContained: Rule = {
  name: 'it copes with failing neighbours and odd services, and leaves no error uncaught',
  async check({ make, host }) {
    const { name } = make()
    const failures: { readonly call: TapCall; readonly error: unknown }[] = []
    const watched = (call: TapCall): unknown => {
      const failed = (error: unknown): void => {
        if (!call.signal.aborted && (call.hook === 'annotate' || call.hook === 'generateConfig')) failures.push({ call, error })
      }
      try {
        const returned = call.next()
        if (isThenable(returned)) returned.then(undefined, failed)
        return returned
      } catch (error) {
        failed(error)
        throw error
      }
    }
    const messages = await watchUncaught(async () => {
      const proxym = host(interceptTaps(make(), watched))
      await proxym.start()
      await proxym.refresh()
      proxym.inject('neighbour/services', { fail: true })
      proxym.inject('onlooker/snapshots', { fail: true })
      await proxym.refresh()
      await proxym.stop()
      // Once more, and stopped before anything has ended.
      const hasty = host(make())
      await hasty.start()
      await hasty.stop()
    })
    if (messages.length > 0) throw uncaught(name, messages)
    const [failure] = failures
    if (failure !== undefined) throw failsFor(failure.call.id, messageOf(failure.error), failure.error)
  },
}

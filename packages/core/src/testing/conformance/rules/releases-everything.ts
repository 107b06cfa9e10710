import { interceptTaps } from '../../intercept-taps.ts'
import { leftOpen } from '../errors.ts'
import { GRACE_MS } from '../rig.ts'
import { watchHandles } from '../watch-handles.ts'
import type { Rule } from './rule.ts'

export const releasesEverything: Rule = {
  name: 'a stop releases everything that it opened',
  async check({ make, host }) {
    const handles = watchHandles()
    const plugin = make()
    const proxym = host(interceptTaps(plugin, call => handles.run(() => call.next()), handles.run))
    await proxym.start()
    await proxym.refresh()
    await proxym.stop()
    const left = await handles.left(GRACE_MS)
    if (left.length > 0) throw leftOpen(plugin.name, left)
  },
}

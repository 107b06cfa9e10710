import type { Plugin } from '../../../plugin.ts'
import { interceptTaps } from '../../intercept-taps.ts'
import { doesIo } from '../errors.ts'
import { watchIo } from '../watch-io.ts'
import type { Rule } from './rule.ts'

export const applyWithoutIo: Rule = {
  name: 'making and applying it does no I/O',
  async check({ make, host }) {
    let plugin: Plugin = make()
    const making = await watchIo(inside =>
      inside(() => {
        plugin = make()
      }),
    )
    if (making.length > 0) throw doesIo(plugin.name, 'the factory', making)
    // Only what the plugin does itself is watched, not what the host does around it.
    const applying = await watchIo(async inside => host(interceptTaps(plugin, call => call.next(), inside)).stop())
    if (applying.length > 0) throw doesIo(plugin.name, '`apply`', applying)
  },
}

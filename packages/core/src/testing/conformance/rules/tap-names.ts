import { tapOdd } from '../errors.ts'
import type { Rule } from './rule.ts'

export const tapNames: Rule = {
  name: 'its taps are named by their purpose',
  async check({ make, host }) {
    const plugin = make()
    const proxym = host(plugin)
    const taps = proxym.proxym.wiring.filter(wiring => wiring.plugin === plugin.name)
    await proxym.stop()
    const odd = taps.find(({ tap }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(tap) || isRepeated(plugin.name, tap))
    if (odd !== undefined) throw tapOdd(odd.tap)
  },
}

// plugin-signal's tap `signal` says what it listens to; `acme-events` of plugin acme says `acme` twice.
function isRepeated(plugin: string, tap: string): boolean {
  return tap.startsWith(`${plugin}-`)
}

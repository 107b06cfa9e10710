import type { ServiceBatch, ServiceInput } from '../../../hooks/contract.ts'
import { interceptTaps, type TapCall } from '../../intercept-taps.ts'
import { labelOdd, setsLabel } from '../errors.ts'
import type { Rule } from './rule.ts'

export const sourceLabel: Rule = {
  name: 'its services carry its label, which core stamps',
  async check({ make, host }) {
    const plugin = make()
    const label = plugin.source ?? plugin.name
    if (label !== label.trim() || !/^[^\p{C}]{1,50}$/u.test(label)) throw labelOdd(plugin.name, label)
    const labelled: string[] = []
    const note = (services: Iterable<ServiceInput>): readonly ServiceInput[] => {
      const list = [...services]
      labelled.push(
        ...list.filter(service => service !== null && typeof service === 'object' && 'source' in service).map(({ id }) => id),
      )
      return list
    }
    const watched = (call: TapCall): unknown => {
      if (call.hook !== 'generateServices') return call.next()
      const batch = call.args[0] as ServiceBatch
      return call.next({
        add: (...services) => batch.add(...note(services)),
        set: (key, services) => batch.set(key, note(services)),
        keep: batch.keep,
      } satisfies ServiceBatch)
    }
    const proxym = host(interceptTaps(plugin, watched))
    await proxym.refresh()
    await proxym.stop()
    const [id] = labelled
    if (id !== undefined) throw setsLabel(plugin.name, id)
  },
}

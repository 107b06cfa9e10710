import { definePlugin, list, number, text } from '@proxym/core'
import { createClient } from './client.ts'
import { masterFailed } from './errors.ts'
import { createLeader } from './leader.ts'
import { resolveAddresses } from './names.ts'
import { type MesosMasterOptions, options } from './options.ts'
import { toService } from './to-service.ts'
import { watchLeader } from './watch-leader.ts'

export type { MesosMasterOptions } from './options.ts'

declare module '@proxym/core' {
  interface Plugins {
    'mesos-master': MesosMasterOptions
  }
}

/** The leading Mesos master as a service. */
export default definePlugin({
  name: 'mesos-master',
  source: 'Mesos Master',
  options,
  env: { DOMAIN: text('domain'), MASTERS: list('masters'), POLL_INTERVAL: number('pollInterval') },
  apply(proxym, { domain, masters, pollInterval }) {
    const intervalMs = pollInterval * 1000
    const client = createClient()
    proxym.defer(() => client.close())
    const leader = createLeader({ masters, intervalMs, client, resolve: resolveAddresses, signal: proxym.signal })

    proxym.hooks.generateServices.tapPromise('leader', async (services, { report }) => {
      const address = await leader.current()
      for (const failure of leader.failures()) report(masterFailed(failure))
      services.add(...(address === undefined ? [] : [toService(domain, address)]))
    })
    proxym.hooks.notify.tapPromise('leader', ({ refresh, signal }) =>
      watchLeader({ leader, intervalMs, refresh, signal, logger: proxym.logger.named('leader') }),
    )
  },
})

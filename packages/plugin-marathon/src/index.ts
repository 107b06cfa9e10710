import { definePlugin, list, ProxymError } from '@proxym/core'
import { createClient } from './http/client.ts'
import { type MarathonOptions, options, secrets } from './options.ts'
import { createReader } from './read/create-reader.ts'
import { addCallbackRoute, callbackPath } from './watch/callback-route.ts'
import { defaultCallbackUrl, listenText } from './watch/callback-url.ts'
import { callbackProblem } from './watch/errors.ts'
import { createEventRules } from './watch/event-rules.ts'
import { createFirstStream } from './watch/first-stream.ts'
import { createSubscription } from './watch/subscription.ts'
import { watchEvents } from './watch/watch-events.ts'

export type { MarathonOptions } from './options.ts'

declare module '@proxym/core' {
  interface Plugins {
    marathon: MarathonOptions
  }
}

/** Services from Marathon, every version from 0.8 to 1.11, live. */
export default definePlugin({
  name: 'marathon',
  source: 'Marathon',
  options,
  secrets,
  env: { SERVERS: list('servers') },
  apply(proxym, options) {
    const listen = listenText(proxym.listen)
    const callbackUrl = options.callbackUrl ?? defaultCallbackUrl(proxym.listen, options.servers, callbackPath(proxym.name))
    if (options.events === 'callback' && callbackUrl === undefined) throw new ProxymError(callbackProblem.noUrl(listen))
    const client = createClient(options)
    proxym.defer(() => client.close())
    const subscription = callbackUrl === undefined ? undefined : createSubscription(client, callbackUrl)
    proxym.defer(() => subscription?.remove())
    const rules = createEventRules({ refresh: proxym.refresh, pods: options.pods })
    proxym.defer(() => rules.reset())

    const first = createFirstStream()
    const read = createReader(client, options, proxym.state)

    addCallbackRoute(proxym, rules)
    proxym.hooks.generateServices.tapPromise('apps', async (services, call) => {
      await first.pass(call.signal)
      await read(services, call)
    })
    proxym.hooks.notify.tapPromise('events', ({ refresh, signal }) =>
      watchEvents({
        client,
        options,
        rules,
        refresh,
        first,
        subscription,
        listen,
        logger: proxym.logger.named('events'),
        signal,
      }),
    )
  },
})

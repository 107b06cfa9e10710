import type { Refresh } from '@proxym/core'
import { limits } from '../limits.ts'
import type { Server } from '../options/server.ts'
import type { Subscription } from './subscription.ts'
import type { Wait } from './watch-events.ts'

interface RegisteredOptions {
  readonly subscription: Subscription
  readonly server: Server
  readonly refresh: Refresh
  readonly onLive: () => void
  readonly wait: Wait
  readonly signal: AbortSignal
}

/**
 * Keep a callback subscription alive: Marathon forgets it when it loses its state, and then nothing would tell. Never resolves.
 *
 * @throws ProxymError when this server does not take or keep it
 */
export async function stayRegistered({ subscription, server, refresh, onLive, wait, signal }: RegisteredOptions): Promise<never> {
  for (let isFirst = true; ; isFirst = false) {
    const isNew = await subscription.ensure(server, signal)
    if (isFirst) onLive()
    if (isFirst || isNew) refresh(`callbacks are registered with ${server.url}`)
    await wait(limits.verifyMs, signal)
  }
}

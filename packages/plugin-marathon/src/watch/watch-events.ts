import { setTimeout as timer } from 'node:timers/promises'
import {
  backoffMs,
  describeProblem,
  HEALTHY_MS,
  type Logger,
  type Problem,
  ProxymError,
  problemsOf,
  type Refresh,
} from '@proxym/core'
import type { MarathonClient } from '../http/client.ts'
import { serverProblem } from '../http/errors.ts'
import type { Server } from '../options/server.ts'
import type { FilledOptions } from '../options.ts'
import { callbackProblem } from './errors.ts'
import type { EventRules } from './event-rules.ts'
import type { FirstStream } from './first-stream.ts'
import { followStream } from './follow-stream.ts'
import { openStream } from './open-stream.ts'
import { isKnownType, readEvent } from './read-event.ts'
import { stayRegistered } from './stay-registered.ts'
import type { Subscription } from './subscription.ts'

/** Wait for some milliseconds; rejects when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>

interface WatchOptions {
  readonly client: MarathonClient
  readonly options: Pick<FilledOptions, 'events' | 'idleTimeoutMs' | 'pollIntervalMs'>
  readonly rules: EventRules
  readonly refresh: Refresh
  readonly first: FirstStream
  /** Undefined when no URL is known under which Marathon could call back. */
  readonly subscription: Subscription | undefined
  /** How messages call the address that cannot be called back. */
  readonly listen: string
  readonly logger: Pick<Logger, 'info' | 'warn' | 'debug'>
  readonly signal: AbortSignal
  /** @default a timer */
  readonly wait?: Wait
  /** @default performance.now */
  readonly now?: () => number
  readonly random?: () => number
  readonly open?: typeof openStream
}

/**
 * Hear of changes in the best way that Marathon offers: its event stream, else callbacks; while neither works everything is
 * read regularly. Goes from server to server with back-off and never ends by itself.
 */
export async function watchEvents(given: WatchOptions): Promise<void> {
  const { options, refresh, wait = (ms, signal) => timer(ms, undefined, { signal }) } = given
  const done = new AbortController()
  const signal = AbortSignal.any([given.signal, done.signal])
  const state = { live: false }
  const poll = async (): Promise<void> => {
    for (;;) {
      await wait(options.pollIntervalMs, signal)
      if (!state.live) refresh('no events are heard: poll')
    }
  }
  try {
    await Promise.race([poll(), ...(options.events === 'poll' ? [] : [stayConnected({ ...given, wait, signal }, state)])])
  } catch (error) {
    if (!given.signal.aborted) throw error
  } finally {
    done.abort()
  }
}

async function stayConnected(watch: WatchOptions & { readonly wait: Wait }, state: { live: boolean }): Promise<never> {
  const { client, options, signal, wait, now = () => performance.now(), random } = watch
  const { servers } = client
  const withoutStream = new Set<Server>()
  const said = new Set<string>()
  let attempts = 0
  watch.first.begin()
  for (let index = client.good(); ; index++) {
    const server = servers[index % servers.length]
    if (server === undefined) throw new TypeError('no servers')
    let liveSince: number | undefined
    const onLive = (): void => {
      state.live = true
      liveSince = now()
      watch.logger.info('Hearing of changes', { server: server.url })
    }
    const byCallback = options.events === 'callback' || withoutStream.size === servers.length
    try {
      client.mayAsk(server)
      await (byCallback ? hearCallbacks(watch, server, onLive) : hearStream(watch, server, onLive))
    } catch (error) {
      watch.first.end()
      signal.throwIfAborted()
      state.live = false
      const [problem] = problemsOf(
        error instanceof ProxymError ? error : new ProxymError(serverProblem.unreachable(server.url, error)),
        '',
      )
      if (problem !== undefined) tell(watch, said, server, problem)
      // A leader that is not among the servers has no stream for us either.
      if (byCallback) withoutStream.clear()
      else if (problem?.code === 'PROXYM_MARATHON_NO_STREAM' || problem?.code === 'PROXYM_MARATHON_REDIRECT')
        withoutStream.add(server)
      else withoutStream.delete(server)
    }
    const wasHealthy = liveSince !== undefined && now() - liveSince >= HEALTHY_MS
    attempts = wasHealthy ? 1 : attempts + 1
    if (wasHealthy) said.clear()
    await wait(backoffMs(attempts, random), signal)
  }
}

async function hearStream(watch: WatchOptions, server: Server, onLive: () => void): Promise<never> {
  const { client, rules, refresh, first, subscription, options, signal, open = openStream } = watch
  return followStream({
    where: server.url,
    body: await open(client, server, signal),
    idleMs: options.idleTimeoutMs,
    onAttached() {
      onLive()
      // Whatever was sent meanwhile is lost.
      rules.reset()
      if (first.end()) refresh(`event stream of ${server.url} attached`)
      void subscription?.remove()
    },
    onEvent(type, text) {
      // Old servers send every type; most need not be looked into.
      if (type !== undefined && !isKnownType(type)) return
      const event = readEvent(text)
      if (event === undefined) watch.logger.debug('An event cannot be read', { server: server.url })
      else rules.handle(event)
    },
  })
}

async function hearCallbacks(watch: WatchOptions & { readonly wait: Wait }, server: Server, onLive: () => void): Promise<never> {
  const { subscription, refresh, wait, signal } = watch
  watch.first.end()
  if (subscription === undefined) throw new ProxymError(callbackProblem.noUrl(watch.listen))
  return stayRegistered({ subscription, server, refresh, onLive, wait, signal })
}

/** Say once what is wrong with a server, until changes have been heard of for a while. */
function tell({ logger }: WatchOptions, said: Set<string>, server: Server, problem: Problem): void {
  const what = `${server.url} ${problem.code}`
  logger[said.has(what) ? 'debug' : 'warn'](describeProblem(problem), { code: problem.code })
  said.add(what)
}

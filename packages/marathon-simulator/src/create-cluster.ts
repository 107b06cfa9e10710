import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from './clock.ts'
import { createRandom } from './create-random.ts'
import type { Documents } from './documents/create-documents.ts'
import type { EventBus } from './events/create-event-bus.ts'
import type { Faults } from './faults/create-faults.ts'
import type { Features } from './features.ts'
import { createApi } from './http/create-api.ts'
import { createInstance } from './http/create-instance.ts'
import type { Subscriptions } from './http/create-subscriptions.ts'
import type { TrafficFigures } from './http/create-traffic.ts'
import { listen } from './http/listener.ts'
import type { World } from './model/create-world.ts'

/** One Marathon of the cluster. */
export interface ClusterInstance {
  readonly index: number
  readonly url: string
  readonly isLeader: boolean
  /** Whether connections are taken. */
  readonly isOpen: boolean
  /** Refuse connections, and cut those that are open. A leader stays the leader: `elect` another. */
  close(): Promise<void>
  /** Take connections again, on the same port. */
  open(): Promise<void>
  /** Close and open. */
  restart(): Promise<void>
  /** Serve what there is now by itself, whatever happens: a follower that lags behind. `false` ends it. */
  lag(isLagging: boolean): void
  readonly openStreams: number
  /** From the open streams comes no byte any more, and no end. */
  silenceStreams(): void
  /** End the open streams, politely. */
  endStreams(): void
  /** Send text to the open streams as it is, e.g. half an event or a line of many megabytes. */
  writeToStreams(text: string): void
  traffic(): TrafficFigures
  resetTraffic(): void
}

interface ClusterParts {
  readonly world: World
  readonly bus: EventBus
  readonly documents: Documents
  readonly features: Features
  readonly clock: Clock
  readonly faults: Faults
  readonly subscriptions: Subscriptions
  readonly heartbeatMs: number
  /** For another order of lists each time. */
  readonly seed: number | undefined
}

interface Where {
  /** Takes a request away from the instances; false leaves it to them. */
  readonly intercept: (request: IncomingMessage, response: ServerResponse) => boolean
  readonly count: number
  readonly host: string
  readonly port: number
}

/** Start the instances of a cluster; number 0 leads. */
export async function createCluster({ world, seed, ...shared }: ClusterParts, { count, host, port, intercept }: Where) {
  let leader: number | undefined = 0
  const instances: ClusterInstance[] = []
  const answer = createApi({ ...shared, shuffle: seed === undefined ? undefined : createRandom(seed) })
  const leaderUrl = (): string | undefined => (leader === undefined ? undefined : instances[leader]?.url)

  for (let index = 0; index < count; index++) {
    const url = (): string => instances[index]?.url ?? ''
    const instance = createInstance({ ...shared, answer, view: world, leaderUrl, index, url })
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
      if (!intercept(request, response)) instance.handle(request, response)
    }
    const listener = await listen(host, port === 0 ? 0 : port + index, onRequest).catch(async error => {
      // Half a cluster must not go on listening.
      await Promise.all(instances.map(each => each.close()))
      throw error
    })
    const { streams, traffic } = instance
    instances.push({
      index,
      url: `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`,
      get isLeader() {
        return leader === index
      },
      get isOpen() {
        return listener.isOpen
      },
      close: listener.close,
      open: listener.open,
      async restart() {
        await listener.close()
        await listener.open()
      },
      lag: instance.lag,
      get openStreams() {
        return streams.count
      },
      silenceStreams: streams.silence,
      endStreams: streams.endAll,
      writeToStreams: streams.write,
      traffic: traffic.figures,
      resetTraffic: traffic.reset,
    })
  }

  return {
    instances: instances as readonly ClusterInstance[],
    get leader() {
      return leader
    },
    elect(index: number | undefined): void {
      const before = leader
      leader = index
      if (before !== undefined && before !== index) instances[before]?.endStreams()
    },
  }
}

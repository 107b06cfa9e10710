import { type Clock, createSteppedClock, type SteppedClock } from './clock.ts'
import { handleControl, type RequestHandler } from './control/handle-control.ts'
import { type ClusterInstance, createCluster } from './create-cluster.ts'
import type { Operations } from './create-model.ts'
import { createModel } from './create-model.ts'
import { notStepped, unknownInstance } from './errors.ts'
import type { EventBody, SimulatorEvent } from './events/create-event-bus.ts'
import { createFaults } from './faults/create-faults.ts'
import type { Fault, FaultScope, Misbehaviour } from './faults/fault.ts'
import { featuresOf } from './features.ts'
import { createSubscriptions } from './http/create-subscriptions.ts'
import { sumOf, type TrafficFigures } from './http/create-traffic.ts'
import type { Timing } from './model/create-lifecycle.ts'
import type { Place, PlacementRequest } from './model/create-placement.ts'
import { SimulatorError } from './simulator-error.ts'
import { type Storm, type StormOptions, startStorm } from './start-storm.ts'
import { parseVersion } from './version.ts'

/** What a simulated cluster is like. */
export interface SimulatorOptions {
  /** A Marathon version from 0.8 to 1.11; without a patch the last one of that minor version. @default '1.11' */
  readonly version?: string
  /** How many Marathons the cluster has; number 0 leads at first. @default 1 */
  readonly instances?: number
  /** Of the first instance, the next ones count up. 0: free ones. @default 0 */
  readonly port?: number
  /** @default '127.0.0.1' */
  readonly host?: string
  /** Ids and addresses are the same for the same seed. @default 1 */
  readonly seed?: number
  /** Where time comes from. @default a clock that only `advance` and `settle` move */
  readonly clock?: Clock
  readonly timing?: Partial<Timing>
  /** Names or addresses of the agents, which tasks are launched on by turns. @default 10.0.1.1 to 10.0.1.20 */
  readonly hosts?: readonly string[]
  /** Decides where a task runs, e.g. where a real server listens. */
  readonly place?: (request: PlacementRequest) => Place
  /** Whether callbacks are on, in versions that have them. @default true */
  readonly callbacks?: boolean
  /** Of event streams. @default 10000 */
  readonly heartbeatMs?: number
  /** Whether lists come in another order each time, as from the real one. @default false */
  readonly shuffle?: boolean
  /** Whether requests to `/simulator/…` change it. @default false */
  readonly control?: boolean
}

/** A cluster of simulated Marathons that listens on ports of its own. */
export interface Simulator extends Operations, AsyncDisposable {
  /** As `/v2/info` gives it. */
  readonly version: string
  readonly instances: readonly ClusterInstance[]
  /** Of the first instance. */
  readonly url: string
  /** Of every instance. */
  readonly urls: readonly string[]
  /** The number of the leader, if there is one. */
  readonly leader: number | undefined
  /** Make an instance the leader, or none. The old one ends its streams. */
  elect(instance: number | undefined): void
  /** Close the leader and elect the next instance that is open, or none. */
  killLeader(): Promise<void>
  /** Move the time on. @throws SimulatorError when the clock is not the default one */
  advance(ms: number): void
  /** Move the time on until nothing is left to happen. @throws SimulatorError when the clock is not the default one */
  settle(): void
  /** Let something go wrong. */
  misbehave(fault: Fault, scope?: FaultScope): Misbehaviour
  /** Take back every fault. */
  behave(): void
  /** Send an event of one's own to all streams and callbacks. */
  publish(type: string, body: EventBody): void
  /** Hear every event; returns what ends it. */
  onEvent(listener: (event: SimulatorEvent) => void): () => void
  /** Send events in great number, in real time. */
  storm(options: StormOptions): Storm
  /** Of all instances together. */
  traffic(): TrafficFigures
  resetTraffic(): void
  /** The callback URLs that are registered. */
  readonly callbackUrls: readonly string[]
  /** Lose the registered callbacks, as with the state of ZooKeeper. */
  forgetCallbacks(): void
  /** Wait until every callback that was sent is answered. */
  callbacksDelivered(): Promise<void>
  close(): Promise<void>
}

const agents = Array.from({ length: 20 }, (_, index) => `10.0.1.${index + 1}`)

/**
 * Start a Marathon that is none: in memory, on loopback.
 *
 * @throws SimulatorError when the version is not one from 0.8 to 1.11
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { instances: count = 1, seed = 1, hosts = agents, heartbeatMs = 10_000, shuffle = false, place } = options
  const features = featuresOf(parseVersion(options.version ?? '1.11'))
  const clock = options.clock ?? createSteppedClock()
  const model = createModel({ features, clock, seed, hosts, place, timing: options.timing ?? {} })
  const faults = createFaults()
  const subscriptions = createSubscriptions({ features, clock, bus: model.bus, isEnabled: options.callbacks ?? true })
  const intercept: RequestHandler = (request, response) => options.control === true && handleControl(simulator, request, response)
  const cluster = await createCluster(
    { ...model, features, clock, faults, subscriptions, heartbeatMs, seed: shuffle ? seed : undefined },
    { count, host: options.host ?? '127.0.0.1', port: options.port ?? 0, intercept },
  )
  const { instances } = cluster
  const storms = new Set<Storm>()

  const stepped = (): SteppedClock => {
    if (!('advance' in clock)) throw new SimulatorError(notStepped())
    return clock as SteppedClock
  }
  const elect = (index: number | undefined): void => {
    if (index !== undefined && instances[index] === undefined) throw new SimulatorError(unknownInstance(index, instances.length))
    cluster.elect(index)
  }
  const storm = (wanted: StormOptions): Storm => {
    const started = startStorm(model.bus, wanted)
    storms.add(started)
    return started
  }
  const close = async (): Promise<void> => {
    for (const each of storms) each.stop()
    await Promise.all(instances.map(instance => instance.close()))
    subscriptions.forget()
  }

  const simulator: Simulator = {
    ...model.operations,
    version: features.version.text,
    instances,
    url: instances[0]?.url ?? '',
    urls: instances.map(({ url }) => url),
    get leader() {
      return cluster.leader
    },
    elect,
    async killLeader() {
      const { leader } = cluster
      if (leader === undefined) return
      const next =
        instances.find(({ index, isOpen }) => index > leader && isOpen) ??
        instances.find(({ index, isOpen }) => index !== leader && isOpen)
      const closed = instances[leader]?.close()
      elect(next?.index)
      await closed
    },
    advance: ms => stepped().advance(ms),
    settle: () => stepped().settle(),
    misbehave: faults.add,
    behave: faults.clear,
    publish: model.bus.publish,
    onEvent: model.bus.subscribe,
    storm,
    traffic: () => sumOf(instances.map(({ traffic }) => traffic())),
    resetTraffic() {
      for (const instance of instances) instance.resetTraffic()
    },
    get callbackUrls() {
      return subscriptions.urls
    },
    forgetCallbacks: subscriptions.forget,
    callbacksDelivered: subscriptions.delivered,
    close,
    [Symbol.asyncDispose]: close,
  }
  return simulator
}

import type { Simulator, SimulatorOptions } from '@proxym/marathon-simulator'

/** What happens to a cluster of three, of which the first one leads and is heard. */
export interface Scenario {
  readonly name: string
  readonly options: SimulatorOptions
  readonly begin: (simulator: Simulator) => unknown
  /** How long it lasts. */
  readonly forMs: number
  /** From then on it is over; without it, whoever follows the cluster has to find a way by itself at once. */
  readonly end: (simulator: Simulator) => unknown
}

/** How long what lasts does so, and which versions it happens to. */
export interface Durations {
  readonly versions: readonly string[]
  readonly withoutLeaderMs: number
  readonly downMs: number
  readonly silentMs: number
}

const nothing = (): void => {}

/** Every misfortune of a cluster that heals by itself. */
export function scenarios({ versions, withoutLeaderMs, downMs, silentMs }: Durations): readonly Scenario[] {
  const modern = versions.filter(version => version !== '0.8')
  const each = (all: readonly string[], scenario: Omit<Scenario, 'options'>): readonly Scenario[] =>
    all.map(version => ({ ...scenario, name: `${version}: ${scenario.name}`, options: { version } }))
  return [
    ...each(versions, {
      name: 'the leader is killed, and later another one leads',
      async begin(simulator) {
        simulator.elect(undefined)
        await simulator.instances[0]?.close()
      },
      forMs: withoutLeaderMs,
      end: simulator => simulator.elect(2),
    }),
    ...each(versions, {
      name: 'a standby becomes the leader, and the old one leads or redirects to it',
      begin: simulator => simulator.elect(1),
      forMs: 0,
      end: nothing,
    }),
    ...each(versions, {
      name: 'all are down for long',
      begin: ({ instances }) => Promise.all(instances.map(instance => instance.close())),
      forMs: downMs,
      end: ({ instances }) => Promise.all(instances.map(instance => instance.open())),
    }),
    ...each(versions, {
      name: 'all are started again, and the callbacks are lost',
      async begin(simulator) {
        simulator.forgetCallbacks()
        await Promise.all(simulator.instances.map(instance => instance.restart()))
      },
      forMs: 0,
      end: nothing,
    }),
    ...each(modern, {
      name: 'the stream falls silent for ever',
      begin: ({ instances }) => instances.map(instance => instance.silenceStreams()),
      forMs: 0,
      end: nothing,
    }),
    ...each(modern, {
      name: 'every new stream is silent for long',
      begin(simulator) {
        simulator.misbehave({ kind: 'stall' }, { route: '/v2/events' })
        for (const instance of simulator.instances) instance.silenceStreams()
      },
      forMs: silentMs,
      end: simulator => simulator.behave(),
    }),
  ]
}

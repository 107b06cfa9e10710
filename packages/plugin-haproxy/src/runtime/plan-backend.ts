import { RuntimeObstacle } from './obstacle.ts'
import type { Reported } from './reported.ts'
import { addressOf, type Backend, type Server } from './servers.ts'

/** What is to be done to one backend. */
export interface BackendPlan {
  readonly backend: string
  readonly add: readonly Server[]
  /** Servers that are there and must take traffic, or take it with another weight. */
  readonly put: readonly Server[]
  /** Those of both that get their weight when their check has come to something: HAProxy takes a new server for well. */
  readonly waiting: readonly Server[]
  /** Names of servers that must take no new traffic. */
  readonly drain: readonly string[]
  /** Names of servers that are drained already and not wanted. */
  readonly left: readonly string[]
}

/**
 * From the servers that HAProxy holds to those that are wanted.
 *
 * @throws RuntimeObstacle when a server of the name has another address
 */
export function planBackend({ name: backend, servers }: Backend, reported: readonly Reported[]): BackendPlan {
  const held = new Map(reported.map(server => [server.name, server]))
  const wanted = new Set(servers.map(({ name }) => name))
  for (const server of servers) {
    const there = held.get(server.name)
    if (there !== undefined && addressOf(there) !== addressOf(server)) throw new RuntimeObstacle('state')
  }
  const unwanted = reported.filter(({ name }) => !wanted.has(name))
  return {
    backend,
    add: servers.filter(({ name }) => !held.has(name)),
    waiting: servers.filter(server => isChecked(server) && server.weight > 0 && (held.get(server.name)?.weight ?? 0) === 0),
    put: servers.filter(({ name, weight }) => {
      const there = held.get(name)
      return there !== undefined && (there.isOut || there.weight !== weight)
    }),
    drain: unwanted.filter(({ isOut }) => !isOut).map(({ name }) => name),
    left: unwanted.filter(({ isOut }) => isOut).map(({ name }) => name),
  }
}

/** Whether a backend takes traffic exactly as it is wanted. Servers that are on their way out do not count. */
export function isAsWanted(backend: Backend, reported: readonly Reported[]): boolean {
  const { add, put, drain } = planBackend(backend, reported)
  return add.length === 0 && put.length === 0 && drain.length === 0
}

/** Whether a backend is as it is wanted but for the weights of those that wait. Who is to go may still be there. */
export function isBegun(backend: Backend, reported: readonly Reported[]): boolean {
  const { add, put, waiting } = planBackend(backend, reported)
  const held = new Map(reported.map(server => [server.name, server]))
  return add.length === 0 && put.every(server => waiting.includes(server) && held.get(server.name)?.isOut === false)
}

function isChecked({ options }: Server): boolean {
  return options.lastIndexOf('check') > options.lastIndexOf('no-check')
}

/** The commands that bring servers in. */
export function commandsFor({ backend, add, put, waiting }: BackendPlan): readonly string[] {
  return [
    ...add.flatMap(server => {
      const name = `${backend}/${server.name}`
      const options = [...server.options, ...poolOptions(server)].join(' ')
      return [
        `add server ${name} ${addressOf(server)} ${options} weight ${waiting.includes(server) ? 0 : server.weight}`,
        ...(isChecked(server) ? [`enable health ${name}`] : []),
        `enable server ${name}`,
      ]
    }),
    ...put.flatMap(server => [
      `set server ${backend}/${server.name} state ready`,
      ...(waiting.includes(server) ? [] : [`set weight ${backend}/${server.name} ${server.weight}`]),
    ]),
  ]
}

/** Up to 2.8 a server that is added keeps no connections to use again unless that is said. */
function poolOptions({ options }: Server): readonly string[] {
  return [
    ...(options.includes('pool-purge-delay') ? [] : ['pool-purge-delay', '5s']),
    ...(options.includes('pool-max-conn') ? [] : ['pool-max-conn', '-1']),
  ]
}

import type { Random } from '../create-random.ts'
import type { Definition } from './app.ts'
import { type AppSpec, takesHostPort } from './app-spec.ts'
import type { IpAddress, Task } from './task.ts'

/** What a task is placed for. */
export interface PlacementRequest {
  readonly appId: string
  readonly taskId: string
  readonly version: string
  /** How many ports of the host it takes. */
  readonly portCount: number
}

/** Where a task runs. `ports` has one for each that was asked for. */
export interface Place {
  readonly host: string
  readonly ports: readonly number[]
}

export interface PlacementOptions {
  readonly hosts: readonly string[]
  /** Decides in place of the simulator, e.g. where real servers listen. */
  readonly place?: ((request: PlacementRequest) => Place) | undefined
}

type Placed = Pick<Task, 'id' | 'instanceId' | 'host' | 'slaveId' | 'ports' | 'ipAddresses'>

const firstPort = 31_000
const portCount = 30_000

/** Make what gives tasks their ids, hosts, ports and addresses, in the order in which they are launched. */
export function createPlacement({ hosts, place }: PlacementOptions, random: Random, idOf: (appId: string) => TaskIds) {
  const used = new Map<string, number>()
  let launched = 0

  const byTurns = ({ portCount: count }: PlacementRequest): Place => {
    const host = hosts[launched++ % hosts.length] ?? '10.0.1.1'
    const first = used.get(host) ?? 0
    used.set(host, first + count)
    return { host, ports: Array.from({ length: count }, (_, index) => firstPort + ((first + index) % portCount)) }
  }

  return (definition: Definition): Placed => {
    const { spec, servicePorts, version } = definition
    const ids = idOf(spec.id)
    const taken = spec.ports.flatMap((port, index) => (takesHostPort(spec, port) ? [{ port, index }] : []))
    const request = { appId: spec.id, taskId: ids.id, version, portCount: taken.length }
    const { host, ports } = (place ?? byTurns)(request)
    return {
      ...ids,
      host,
      slaveId: `20200101-000000-16842879-5050-1-S${Math.max(0, hosts.indexOf(host))}`,
      ports: taken.map(({ port, index }, position) => {
        if (spec.network === 'host' && spec.requirePorts) return servicePorts[index] ?? 0
        return port.hostPort || (ports[position] ?? 0)
      }),
      ipAddresses: addressesOf(spec, host, random),
    }
  }
}

interface TaskIds {
  readonly id: string
  readonly instanceId: string
}

function addressesOf(spec: AppSpec, host: string, random: Random): readonly IpAddress[] {
  const byte = (): number => 2 + Math.floor(random.next() * 250)
  const ipv4 = (ipAddress: string): IpAddress => ({ ipAddress, protocol: 'IPv4' })
  if (spec.network === 'user') return spec.networkNames.map((_, index) => ipv4(`9.${index}.${byte()}.${byte()}`))
  if (spec.network === 'bridge') return [ipv4(`172.17.0.${byte()}`)]
  return spec.network === 'host' ? [ipv4(host)] : []
}

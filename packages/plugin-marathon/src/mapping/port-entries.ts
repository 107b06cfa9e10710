import type { App, Task, Transport } from './document.ts'
import { portOf, protocolsOf } from './document.ts'
import type { NetworkMode } from './network-mode.ts'

/** One port that an app offers over one transport. */
export interface PortEntry {
  /** Position in the definition of the app. */
  readonly index: number
  /** What names the port in ids and labels: the container port, in host mode the service port. */
  readonly key: number
  readonly transport: Transport
  readonly servicePort: number
  readonly name: string
  /** Names that labels may use for it, best first. */
  readonly labelKeys: readonly string[]
  /** Where the task's port stands in `task.ports`; undefined when it has an address of its own. */
  readonly slot: number | undefined
  /** The port inside the container; 0 when it is not given. */
  readonly containerPort: number
  readonly networkNames: readonly string[]
}

/** The ports of an app in the order of its definition. An entry without a stable key is left out. */
export function portEntries(app: App, mode: NetworkMode, tasks: readonly Task[]): readonly PortEntry[] {
  return rawPorts(app, mode).flatMap((raw, index, all) => {
    const servicePort = raw.servicePort ?? assignedServicePort(tasks, index) ?? 0
    const isUnnamed = raw.written === undefined || raw.written === null || raw.written === 0
    const key = raw.containerPort ?? (isUnnamed ? servicePort : 0)
    if (key === 0) return []
    const name = raw.name ?? ''
    const labelKeys = [String(key), ...(raw.written === 0 ? ['0'] : []), ...(name === '' ? [] : [name])]
    // Only ports that Mesos assigns stand in `task.ports`: those before this one are counted.
    const slot = raw.assigned ? all.slice(0, index).filter(({ assigned }) => assigned).length : undefined
    const { containerPort = 0, networkNames = [] } = raw
    return protocolsOf(raw.protocol).map(transport => ({
      ...{ index, key, transport, servicePort, name, labelKeys, slot, containerPort, networkNames },
    }))
  })
}

interface RawPort {
  /** The container port as written, 0 included. */
  readonly written?: unknown
  readonly containerPort?: number | undefined
  readonly servicePort: number | undefined
  readonly protocol: string | null | undefined
  readonly name: string | null | undefined
  /** Whether Mesos assigns a port of the agent for it. */
  readonly assigned: boolean
  readonly networkNames?: readonly string[]
}

function rawPorts(app: App, mode: NetworkMode): readonly RawPort[] {
  if (mode === 'none') return []
  if (mode === 'host') return hostPorts(app)
  const mappings = nonEmpty(app.container?.portMappings) ?? nonEmpty(app.container?.docker?.portMappings) ?? []
  // From 1.5 on, what stands beside `networks` is left over from before.
  const servicePorts = nonEmpty(app.networks) === undefined ? (app.ports ?? []) : []
  if (mappings.length > 0 || mode === 'bridge') {
    return mappings.map((mapping, index) => ({
      written: mapping.containerPort ?? 0,
      containerPort: portOf(mapping.containerPort),
      servicePort: portOf(mapping.servicePort) ?? portOf(servicePorts[index]),
      protocol: mapping.protocol,
      name: mapping.name,
      assigned: mode === 'bridge' || (mapping.hostPort !== undefined && mapping.hostPort !== null),
      networkNames: mapping.networkNames ?? [],
    }))
  }
  return (app.ipAddress?.discovery?.ports ?? []).map((port, index) => ({
    written: port.number,
    // Without a number there is nothing to connect to, and no service port stands in for it.
    containerPort: portOf(port.number),
    servicePort: portOf(port.number) === undefined ? 0 : portOf(servicePorts[index]),
    protocol: port.protocol,
    name: port.name,
    assigned: false,
  }))
}

function hostPorts(app: App): readonly RawPort[] {
  const definitions = nonEmpty(app.portDefinitions) ?? (app.ports ?? []).map(port => ({ port, protocol: 'tcp', name: null }))
  return definitions.map(({ port, protocol, name }, index) => ({
    servicePort: portOf(port) ?? portOf(app.ports?.[index]),
    protocol,
    name,
    assigned: true,
  }))
}

function assignedServicePort(tasks: readonly Task[], index: number): number | undefined {
  const assigned = tasks.flatMap(({ servicePorts }) => portOf(servicePorts?.[index]) ?? [])
  return assigned.length === 0 ? undefined : Math.min(...assigned)
}

function nonEmpty<T>(list: readonly T[] | null | undefined): readonly T[] | undefined {
  return list === undefined || list === null || list.length === 0 ? undefined : list
}

/** How many ports of an agent a task of this app holds. */
export function assignedPorts(app: App, mode: NetworkMode): number {
  return rawPorts(app, mode).filter(({ assigned }) => assigned).length
}

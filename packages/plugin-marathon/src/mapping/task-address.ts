import { isIPv4, isIPv6 } from 'node:net'
import type { HostInput } from '@proxym/core'
import type { MappingOptions } from '../options.ts'
import { type App, portOf, type Task } from './document.ts'
import type { NetworkMode } from './network-mode.ts'
import type { PortEntry } from './port-entries.ts'

/** Where a task answers for one port, or what keeps it from being known. */
export type TaskAddress = HostInput | 'no port' | 'no address' | 'which network'

/** Find the address of one port of a task. `app` is the definition that the task runs. */
export function taskAddress(
  app: App,
  mode: NetworkMode,
  entry: PortEntry,
  task: Task,
  options: Pick<MappingOptions, 'hostPorts' | 'ipFamily'>,
): TaskAddress {
  const ip = task.host ?? ''
  if (mode === 'host') {
    const port = hostPort(app, entry, task, options.hostPorts)
    return port === undefined ? 'no port' : { ip, port }
  }
  if (entry.slot !== undefined) {
    const port = portOf(task.ports?.[entry.slot])
    return port === undefined ? 'no port' : { ip, port }
  }
  if (entry.containerPort === 0) return 'no port'
  const address = containerAddress(app, entry, task, options.ipFamily)
  return typeof address === 'string' ? address : { ip: address.ip, port: entry.containerPort }
}

function hostPort(app: App, entry: PortEntry, task: Task, byOption: MappingOptions['hostPorts']): number | undefined {
  const assigned = portOf(task.ports?.[entry.slot ?? 0])
  if (assigned === undefined && app.requirePorts === true) return portOf(entry.servicePort)
  const label = app.labels?.['proxym.hostPorts']
  const isDockerHost = app.container?.docker?.network?.toUpperCase() === 'HOST' && (app.networks ?? []).length === 0
  const rule = label === 'service' || label === 'assigned' ? label : isDockerHost ? byOption : 'assigned'
  return rule === 'service' ? portOf(entry.servicePort) : assigned
}

function containerAddress(
  app: App,
  entry: PortEntry,
  task: Task,
  family: MappingOptions['ipFamily'],
): { readonly ip: string } | 'no address' | 'which network' {
  const all = (task.ipAddresses ?? []).map(({ ipAddress }) => ipAddress ?? '')
  const given = all.filter(ip => ip !== '')
  const label = app.labels?.['proxym.ipAddressIdx']
  const byLabel = label !== undefined && /^\d{1,3}$/.test(label) ? given[Number(label)] : undefined
  if (byLabel !== undefined) return { ip: byLabel }
  const isOfFamily = family === 'ipv4' ? isIPv4 : isIPv6
  const candidates = given.some(isOfFamily) ? given.filter(isOfFamily) : given
  const [first] = candidates
  if (first === undefined) return 'no address'
  const networks = app.networks ?? []
  if (networks.length < 2 || candidates.length < 2) return { ip: first }
  // Tasks do not say which address belongs to which network: only when each network has one, the order tells.
  const index = networks.findIndex(({ name }) => name !== undefined && name !== null && name === entry.networkNames[0])
  const ip = all.length === networks.length ? (all[index] ?? '') : ''
  return ip === '' ? 'which network' : { ip }
}

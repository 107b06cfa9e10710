import { type HostInput, isAddress, type Problem, type ServiceInput } from '@proxym/core'
import type { MappingOptions } from '../options.ts'
import { type App, normaliseId, type Task } from './document.ts'
import { appProblem } from './errors.ts'
import { haproxyLabels } from './haproxy-labels.ts'
import { healthOf } from './health-path.ts'
import { labelsOf, plainLabels } from './labels.ts'
import { type NetworkMode, networkOf } from './network-mode.ts'
import { type PortEntry, portEntries } from './port-entries.ts'
import { type PortGroup, placesOf, portGroups } from './port-groups.ts'
import { type Protocols, portProtocols } from './port-protocols.ts'
import { selectTasks } from './select-tasks.ts'
import { taskAddress } from './task-address.ts'
import { definitionOf, type OlderDefinition } from './task-definition.ts'

interface MappingCall {
  readonly options: MappingOptions
  readonly older: OlderDefinition
  readonly report: (problem: Problem) => void
}

/** The services of one app: one for each port that at least one task answers on. */
export function appServices(app: App, tasks: readonly Task[], call: MappingCall): readonly ServiceInput[] {
  const { options, report } = call
  const appId = normaliseId(app.id)
  const { mode, unknown } = networkOf(app)
  if (unknown !== undefined) report(appProblem.network(appId, unknown))
  const entries = portEntries(app, mode, tasks)
  const groups = portGroups(entries).filter(({ entry }) => haproxyLabels(app, entry.index, options.haproxyLabels).enabled)
  const second = groups.find(({ isSecond }) => isSecond)
  if (second !== undefined) report(appProblem.samePort(appId, second.entry.key))
  const selection = selectTasks(app, tasks, options)
  if (selection.trouble === 'all ill') report(appProblem.allIll(appId))
  if (selection.trouble === 'none proven') report(appProblem.noneProven(appId))
  const hosts = collectHosts(app, selection.tasks, groups, call)
  const protocols = portProtocols(app, groups, options)
  if (protocols.missing !== undefined && hosts.size > 0) report(appProblem.noHttpPort(appId, protocols.missing.key))
  return groups.flatMap(group => {
    const found = hosts.get(group)
    return found === undefined ? [] : [toService(app, group, sortHosts(found), protocols, options)]
  })
}

interface DefinedPorts {
  readonly mode: NetworkMode
  readonly places: ReadonlyMap<string, PortEntry>
}

/** The hosts of each group that has any, by their addresses. */
function collectHosts(
  app: App,
  tasks: readonly Task[],
  groups: readonly PortGroup[],
  { options, older, report }: MappingCall,
): ReadonlyMap<PortGroup, ReadonlyMap<string, HostInput>> {
  const appId = normaliseId(app.id)
  const hosts = new Map<PortGroup, Map<string, HostInput>>()
  const missing = new Set<Problem['message']>()
  const read = new Map<App, DefinedPorts>()
  const portsOf = (definition: App): DefinedPorts => {
    const known = read.get(definition)
    if (known !== undefined) return known
    const { mode } = networkOf(definition)
    const ports = { mode, places: placesOf(portEntries(definition, mode, tasks)) }
    read.set(definition, ports)
    return ports
  }
  const tell = (problem: Problem): void => {
    if (!missing.has(problem.message)) report(problem)
    missing.add(problem.message)
  }
  for (const task of tasks) {
    const definition = definitionOf(app, task, older)
    if (definition === undefined) {
      tell(appProblem.unknownVersion(appId))
      continue
    }
    const { mode, places } = portsOf(definition)
    for (const [place, entry] of places) {
      const group = groups.find(({ places }) => places.has(place))
      if (group === undefined) continue
      const address = taskAddress(definition, mode, entry, task, options)
      if (address === 'no port') tell(appProblem.fewPorts(appId))
      else if (address === 'which network') tell(appProblem.whichNetwork(appId))
      else if (address !== 'no address' && !isAddress(address.ip)) tell(appProblem.badHost(appId, address.ip))
      // A container that has no address yet will have one in a moment.
      else if (address !== 'no address') {
        const ofGroup = hosts.get(group) ?? new Map<string, HostInput>()
        hosts.set(group, ofGroup.set(`${address.ip} ${address.port}`, address))
      }
    }
  }
  return hosts
}

function toService(
  app: App,
  { entry, suffix }: PortGroup,
  hosts: readonly HostInput[],
  protocols: Protocols,
  options: MappingOptions,
): ServiceInput {
  const appId = normaliseId(app.id)
  const labels = labelsOf(app.labels)
  const haproxy = haproxyLabels(app, entry.index, options.haproxyLabels)
  const { application, transport, domains } = protocols.of(entry)
  const servicePort = haproxy.servicePort ?? entry.servicePort
  const health = healthOf(app, entry)
  return {
    id: `marathon_${appId.slice(1).replaceAll('/', '_')}_${entry.key}${suffix}`,
    domains,
    hosts,
    port: entry.key,
    servicePort,
    // The port inside a container is no port for a listener: without a service port there is none.
    listenPort: servicePort,
    applicationProtocol: application,
    transportProtocol: transport,
    proxyPath: labels.port(entry, 'path') ?? haproxy.path,
    config: labels.port(entry, 'config') ?? '',
    metadata: {
      marathon: { appId, labels: plainLabels(app.labels), portName: entry.name, portIndex: entry.index },
      ...(health === undefined ? {} : { health }),
    },
    origin: `app ${appId}`,
  }
}

/** Hosts by address, then port: no order of an answer may show. */
export function sortHosts(hosts: ReadonlyMap<string, HostInput>): readonly HostInput[] {
  return [...hosts.values()].sort((a, b) => (a.ip === b.ip ? a.port - b.port : a.ip < b.ip ? -1 : 1))
}

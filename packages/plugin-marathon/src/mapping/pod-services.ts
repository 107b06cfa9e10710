import type { HostInput, ServiceInput } from '@proxym/core'
import { sortHosts } from './app-services.ts'
import { normaliseId, portOf, protocolsOf } from './document.ts'
import { domainsIn, labelsOf, plainLabels } from './labels.ts'
import type { Pod, PodEndpoint, PodInstance, RunningContainer } from './pod-document.ts'

/** The services of one pod: one for each endpoint and transport that at least one healthy container answers on. */
export function podServices(pod: Pod): readonly ServiceInput[] {
  const offered = (pod.spec.containers ?? []).flatMap(({ name: container, endpoints }) =>
    (endpoints ?? []).map(endpoint => ({ container, endpoint })),
  )
  return offered.flatMap(({ container, endpoint }, index) => {
    const hosts = endpointHosts(pod, container, endpoint)
    if (hosts.size === 0) return []
    const port = portOf(endpoint.containerPort) ?? portOf(endpoint.hostPort) ?? 0
    const isShared = offered.some(
      other => other.container !== container && port !== 0 && portOf(other.endpoint.containerPort) === port,
    )
    const { name } = endpoint
    const key = port === 0 ? name : String(port)
    const entry = { labelKeys: port === 0 ? [name] : [String(port), name] }
    const labels = labelsOf(pod.spec.labels, endpoint.labels)
    const protocols = protocolsOf((endpoint.protocol ?? []).join(','))
    const id = normaliseId(pod.id)
    const servicePort = portOf(Number(labels.port(entry, 'servicePort'))) ?? 0
    return protocols.map(transport => {
      const isTwin = transport === 'udp' && protocols.includes('tcp')
      const protocol = isTwin ? undefined : labels.port(entry, 'protocol')
      const suffix = `${isShared ? `_${container}` : ''}${isTwin ? '_udp' : ''}`
      return {
        id: `marathon_${id.slice(1).replaceAll('/', '_')}_${key}${suffix}`,
        domains: domainsIn(labels.port(entry, 'domains') ?? labels.app('domains')),
        hosts: sortHosts(hosts),
        port,
        servicePort,
        listenPort: servicePort,
        applicationProtocol: (isTwin ? undefined : labels.port(entry, 'applicationProtocol')) ?? '',
        transportProtocol: protocol ?? transport,
        proxyPath: labels.port(entry, 'path') ?? '',
        config: labels.port(entry, 'config') ?? '',
        metadata: {
          marathon: {
            appId: id,
            labels: plainLabels({ ...endpoint.labels, ...pod.spec.labels }),
            portName: name,
            portIndex: index,
          },
        },
        origin: `pod ${id}`,
      }
    })
  })
}

function endpointHosts(pod: Pod, container: string, endpoint: PodEndpoint): ReadonlyMap<string, HostInput> {
  const hosts = new Map<string, HostInput>()
  for (const instance of pod.instances ?? []) {
    if (instance.status !== 'STABLE' && instance.status !== 'DEGRADED') continue
    const running = (instance.containers ?? []).find(({ name }) => name === container)
    if (running === undefined || !isUsable(running, endpoint.name)) continue
    const host = hostOf(instance, running, endpoint)
    if (host !== undefined) hosts.set(`${host.ip} ${host.port}`, host)
  }
  return hosts
}

function isUsable({ status, conditions, endpoints }: RunningContainer, endpoint: string): boolean {
  const isIll = (conditions ?? []).some(({ name, value }) => name === 'healthy' && value === 'false')
  const says = (endpoints ?? []).find(({ name }) => name === endpoint)
  return status === 'TASK_RUNNING' && !isIll && says?.healthy !== false
}

function hostOf(instance: PodInstance, running: RunningContainer, endpoint: PodEndpoint): HostInput | undefined {
  // The endpoints of an instance come in another order than those of the specification: names join them.
  const status = (running.endpoints ?? []).find(({ name }) => name === endpoint.name)
  const allocated = portOf(status?.allocatedHostPort)
  if (allocated !== undefined) return instance.agentHostname ? { ip: instance.agentHostname, port: allocated } : undefined
  const port = portOf(endpoint.containerPort)
  const networks = instance.networks ?? []
  const [wanted] = endpoint.networkNames ?? []
  const network = wanted === undefined && networks.length === 1 ? networks[0] : networks.find(({ name }) => name === wanted)
  const ip = network?.addresses?.find(address => address !== '')
  return port === undefined || ip === undefined ? undefined : { ip, port }
}

import type { Endpoint, Pod, PodInstance, PodSpec } from '../model/pod.ts'

/** A pod as `/v2/pods/::status` writes it. */
export function podStatus({ spec, version, instances }: Pod): object {
  const since = instances[0]?.since ?? version
  return {
    id: spec.id,
    spec: specDocument(spec, version),
    status: instances.length === spec.instances ? 'STABLE' : 'DEGRADED',
    statusSince: since,
    instances: instances.map(instance => instanceDocument(spec, version, instance)),
    terminationHistory: [],
    lastUpdated: since,
    lastChanged: since,
  }
}

function specDocument(spec: PodSpec, version: string): object {
  return {
    id: spec.id,
    labels: spec.labels,
    version,
    containers: spec.containers.map(({ name, endpoints }) => ({ name, resources: containerResources, endpoints })),
    networks: networksOf(spec),
    scaling: { kind: 'fixed', instances: spec.instances },
    scheduling: {},
    volumes: [],
  }
}

const containerResources = { cpus: 0.1, mem: 32, disk: 0, gpus: 0 }

function networksOf({ network, networkNames }: PodSpec): readonly object[] {
  if (network === 'bridge') return [{ mode: 'container/bridge' }]
  return network === 'user' ? networkNames.map(name => ({ name, mode: 'container' })) : [{ mode: 'host' }]
}

function instanceDocument(spec: PodSpec, version: string, instance: PodInstance): object {
  const { since } = instance
  const isHealthy = Object.values(instance.healthy).every(Boolean)
  return {
    id: instance.id,
    status: isHealthy ? 'STABLE' : 'DEGRADED',
    statusSince: since,
    conditions: [],
    agentHostname: instance.host,
    agentId: instance.slaveId,
    resources: { cpus: 0.1, mem: 64, disk: 0, gpus: 0 },
    networks:
      spec.network === 'user'
        ? spec.networkNames.map((name, index) => ({ name, addresses: [instance.addresses[index] ?? ''] }))
        : [{ addresses: instance.addresses }],
    containers: spec.containers.map(({ name, endpoints }) => containerDocument(name, endpoints, instance)),
    specReference: `/v2/pods${spec.id}::versions/${version}`,
    lastUpdated: since,
    lastChanged: since,
  }
}

function containerDocument(name: string, endpoints: readonly Endpoint[], instance: PodInstance): object {
  const { since } = instance
  const healthy = instance.healthy[name]
  const condition = { name: 'healthy', lastChanged: since, lastUpdated: since, value: String(healthy), reason: 'health-reported' }
  const hostPortOf = (endpoint: Endpoint): number | undefined => instance.hostPorts[`${name}/${endpoint.name}`]
  // Those with a port of the host come first, whatever the specification says.
  const ordered = [...endpoints].sort((a, b) => Number(hostPortOf(a) === undefined) - Number(hostPortOf(b) === undefined))
  return {
    name,
    status: 'TASK_RUNNING',
    statusSince: since,
    conditions: healthy === undefined ? [] : [condition],
    containerId: `${instance.id}.${name}`,
    endpoints: ordered.map(endpoint => {
      const allocatedHostPort = hostPortOf(endpoint)
      return {
        name: endpoint.name,
        ...(allocatedHostPort !== undefined && { allocatedHostPort }),
        ...(healthy !== undefined && { healthy }),
      }
    }),
    resources: containerResources,
    lastUpdated: since,
    lastChanged: since,
  }
}

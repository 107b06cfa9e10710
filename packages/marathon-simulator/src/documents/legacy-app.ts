import type { Features } from '../features.ts'
import type { Definition } from '../model/app.ts'
import type { AppSpec } from '../model/app-spec.ts'
import { healthCheckDocument } from './health-check.ts'

/** An app as Marathon before 1.5 writes it: what is not set is `null` or empty. */
export function legacyApp({ spec, servicePorts, version, ...versions }: Definition, features: Features): object {
  const ipAddress = ipAddressOf(spec, features)
  return {
    id: spec.id,
    cmd: spec.cmd ?? (spec.image === undefined ? 'sleep 1000' : null),
    args: null,
    user: null,
    env: {},
    instances: spec.instances,
    cpus: 0.1,
    mem: 32,
    disk: 0,
    ...(features.hasSecrets && { gpus: 0 }),
    executor: '',
    constraints: [],
    uris: [],
    ...(features.hasFetch && { fetch: [] }),
    storeUrls: [],
    backoffSeconds: 1,
    backoffFactor: 1.15,
    maxLaunchDelaySeconds: 3600,
    container: containerOf(spec, servicePorts, features),
    healthChecks: spec.healthChecks.map(check => healthCheckDocument(check, features)),
    ...(features.hasReadiness && { readinessChecks: spec.readinessChecks }),
    dependencies: [],
    upgradeStrategy: spec.upgradeStrategy,
    labels: spec.labels,
    ...(features.hasStream && { acceptedResourceRoles: null }),
    ...(features.hasIpAddress && { ipAddress }),
    version,
    ...(features.hasResidency && { residency: spec.resident ? residency : null }),
    ...(features.hasSecrets && { secrets: {}, taskKillGracePeriodSeconds: null }),
    ...(features.hasInstances && { unreachableStrategy: unreachableOf(spec, features), killSelection: 'YOUNGEST_FIRST' }),
    ...(ipAddress === null && topLevelPorts(spec, servicePorts, features)),
    ...(features.hasVersionInfo && { versionInfo: versions }),
  }
}

const residency = { relaunchEscalationTimeoutSeconds: 3600, taskLostBehavior: 'WAIT_FOREVER' }

// 1.4 knows no strategy that is switched off.
function unreachableOf(spec: AppSpec, { unreachable }: Features): object {
  return typeof spec.unreachableStrategy === 'object' ? spec.unreachableStrategy : unreachable
}

// Also for apps with port mappings: there they mirror the service ports, and all are tcp whatever the mappings say.
function topLevelPorts(spec: AppSpec, ports: readonly number[], features: Features): object {
  const definitions = spec.ports.map(({ protocol, name, labels }, index) => {
    const own =
      spec.network === 'host' ? { protocol, ...(name !== undefined && { name }), labels } : { protocol: 'tcp', labels: {} }
    return { port: ports[index] ?? 0, ...own }
  })
  return { ports, ...(features.hasPortDefinitions && { portDefinitions: definitions }), requirePorts: spec.requirePorts }
}

function containerOf(spec: AppSpec, servicePorts: readonly number[], features: Features): object | null {
  if (spec.image === undefined) return null
  const hasMappings = spec.network === 'bridge' || spec.network === 'user'
  const docker = {
    image: spec.image,
    network: spec.network.toUpperCase(),
    portMappings: hasMappings ? spec.ports.map((port, index) => mappingOf(spec, port, servicePorts[index] ?? 0, features)) : null,
    privileged: false,
    parameters: [],
    forcePullImage: false,
  }
  return { type: 'DOCKER', volumes: [], docker }
}

function mappingOf(spec: AppSpec, port: AppSpec['ports'][number], servicePort: number, features: Features): object {
  const { containerPort, protocol, name, labels } = port
  return {
    containerPort,
    hostPort: port.hostPort ?? (spec.network === 'user' ? null : 0),
    servicePort,
    protocol,
    ...(features.hasPortDefinitions && { ...(name !== undefined && { name }), labels }),
  }
}

/** The address that each task has for itself, before there were networks. */
function ipAddressOf(spec: AppSpec, features: Features): object | null {
  if (spec.network !== 'user') return null
  // A docker app names its ports in its mappings.
  const named = spec.image === undefined ? spec.ports : []
  const ports = named.map(({ containerPort: number, name, protocol, labels }, index) => ({
    number,
    name: name ?? `port${index}`,
    protocol,
    ...(features.hasInstances && { labels }),
  }))
  return {
    groups: [],
    labels: {},
    discovery: { ports },
    ...(features.hasUserNetwork && { networkName: spec.networkNames[0] }),
  }
}

import marathon from '@proxym/plugin-marathon'
import { scriptedMarathon } from '../../packages/plugin-marathon/test/rig/scripted-marathon.ts'
import type { Entrance } from './entrances.ts'
import type { Raw } from './raw.ts'

const PORT = 80

// Whatever else a service has is a field of the app that Marathon itself does not know.
const known = new Set(
  'id domains hosts port servicePort listenPort applicationProtocol transportProtocol proxyPath config metadata'.split(' '),
)

/** Apps and tasks of a Marathon whose users wrote what is in the services: labels, ids, ports, hosts, health checks. */
export const marathonEntrance: Entrance = {
  tap: 'marathon/apps',
  step: 2,
  lacks: ['weight of a host', 'metadata of a host', 'port', 'listenPort', 'source', 'origin'],
  idOf: service => `marathon_${appIdOf(service).slice(1).replaceAll('/', '_')}_${PORT}`,
  nameOf: appIdOf,
  async open(groups) {
    const services = Object.values(groups).flat()
    const { url } = await scriptedMarathon({ apps: services.map(appOf), tasks: services.flatMap(tasksOf), hasStream: false })
    return marathon({ servers: [url] })
  },
}

function appIdOf({ id }: Raw): string {
  return `/${String(id).replace(/^\/+/, '')}`
}

function appOf(service: Raw): object {
  const { domains, servicePort, listenPort, applicationProtocol, transportProtocol, proxyPath, config, metadata } = service
  const { health, ...labels } = (metadata ?? {}) as { readonly health?: { readonly path: string; readonly protocol?: string } }
  const ofPort = { applicationProtocol, protocol: transportProtocol, path: proxyPath, config }
  return {
    ...Object.fromEntries(Object.entries(service).filter(([name]) => !known.has(name))),
    id: appIdOf(service),
    networks: [{ mode: 'container/bridge' }],
    container: { portMappings: [{ containerPort: PORT, hostPort: 0, servicePort: servicePort || listenPort }] },
    healthChecks: health === undefined ? [] : [{ protocol: 'HTTP', portIndex: 0, ...health }],
    labels: Object.fromEntries([
      ...Object.entries(labels),
      ['proxym.domains', (domains as readonly string[]).join(',')],
      ...Object.entries(ofPort).flatMap(([name, value]) => (value === undefined ? [] : [[`proxym.port.${PORT}.${name}`, value]])),
    ]),
  }
}

function tasksOf(service: Raw): readonly object[] {
  const hosts = service['hosts'] as readonly { readonly ip: string; readonly port: unknown }[]
  const appId = appIdOf(service)
  return hosts.map(({ ip, port }, index) => ({ id: `${appId}.${index}`, appId, host: ip, ports: [port], state: 'TASK_RUNNING' }))
}

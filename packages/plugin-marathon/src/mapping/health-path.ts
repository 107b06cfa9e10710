import type { App, HealthCheck } from './document.ts'
import type { PortEntry } from './port-entries.ts'

/** How a proxy can ask whether a host is healthy. */
export interface Health {
  readonly path: string
  readonly protocol: 'http' | 'https' | 'tcp'
}

const protocols: Readonly<Record<string, Health['protocol'] | undefined>> = {
  __proto__: null as never,
  HTTP: 'http',
  MESOS_HTTP: 'http',
  HTTPS: 'https',
  MESOS_HTTPS: 'https',
  TCP: 'tcp',
  MESOS_TCP: 'tcp',
}

/** The first check of the app that is made on this port; undefined when none is. */
export function healthOf(app: App, entry: PortEntry): Health | undefined {
  for (const check of app.healthChecks ?? []) {
    const protocol = protocols[check.protocol?.toUpperCase() ?? 'HTTP']
    if (protocol === undefined || !isOnPort(check, entry)) continue
    return { path: protocol === 'tcp' ? '' : check.path || '/', protocol }
  }
  return undefined
}

// A number in `port` wins over the index; without both the first port is meant.
function isOnPort({ port, portIndex }: HealthCheck, entry: PortEntry): boolean {
  if (typeof port === 'number') return port === entry.key
  return (portIndex ?? 0) === entry.index
}

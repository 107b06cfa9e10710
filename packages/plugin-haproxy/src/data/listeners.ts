import { isReserved, type ReservedPorts } from '../lint/reserved-ports.ts'
import { routesOf } from './routes.ts'
import type { Mode, TemplateService } from './template-service.ts'

/** One service on a port of its own. */
export interface Listener {
  readonly port: number
  readonly transport: 'tcp' | 'udp'
  readonly mode: Mode
  readonly service: TemplateService
}

/** A listener that a service does not get because the file needs its port for itself. Plain, so that it crosses threads. */
export interface DeniedListener extends Pick<Listener, 'port' | 'transport'> {
  readonly id: string
}

/** The listener that a service wants, if any: what is routed by host or path needs none. */
export function listenersOf(service: TemplateService): readonly Listener[] {
  const { listenPort: port, mode } = service
  if (port === 0 || routesOf(service).length > 0) return []
  return [{ port, transport: mode === 'udp' ? 'udp' : 'tcp', mode, service }]
}

/** By port, tcp before udp. */
export function compareListeners(a: Listener, b: Listener): number {
  if (a.port !== b.port) return a.port - b.port
  if (a.transport !== b.transport) return a.transport === 'tcp' ? -1 : 1
  return a.service.id < b.service.id ? -1 : a.service.id > b.service.id ? 1 : 0
}

/** Tell the listeners that there is room for from the others. */
export function grantListeners(
  wanted: readonly Listener[],
  reserved: ReservedPorts,
): { readonly listeners: readonly Listener[]; readonly denied: readonly DeniedListener[] } {
  const denied: DeniedListener[] = []
  const listeners = wanted.filter(({ transport, port, service }) => {
    const isTaken = isReserved(reserved, transport, port)
    if (isTaken) denied.push({ id: service.id, transport, port })
    return !isTaken
  })
  return { listeners, denied }
}

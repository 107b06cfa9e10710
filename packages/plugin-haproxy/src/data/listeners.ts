import { type Problem, wantsListener } from '@proxym/core'
import type { ReservedPorts } from '../lint/index.ts'
import { reservedPort } from './errors.ts'
import type { Mode, TemplateService } from './template-service.ts'

/** One service on a port of its own. */
export interface Listener {
  readonly port: number
  readonly transport: 'tcp' | 'udp'
  readonly mode: Mode
  readonly service: TemplateService
}

/** The listeners, by port and tcp before udp, and what services lost because the file needs the port for itself. */
export function toListeners(
  services: readonly TemplateService[],
  reserved: ReservedPorts,
): { readonly listeners: readonly Listener[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const listeners = services.flatMap((service): readonly Listener[] => {
    const { listenPort: port, mode } = service
    if (port === 0 || !wantsListener(service)) return []
    const transport = mode === 'udp' ? 'udp' : 'tcp'
    if (!reserved.has(transport, port)) return [{ port, transport, mode, service }]
    problems.push(reservedPort(service, transport, port))
    return []
  })
  listeners.sort((a, b) => a.port - b.port || (a.transport === b.transport ? 0 : a.transport === 'tcp' ? -1 : 1))
  return { listeners, problems }
}

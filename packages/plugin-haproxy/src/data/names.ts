import { addressKind } from '../names/index.ts'
import type { TemplateService } from './template-service.ts'

/** The host names among the hosts, sorted, each once. */
export function namesIn(services: readonly Pick<TemplateService, 'hosts'>[]): readonly string[] {
  const names = services.flatMap(({ hosts }) => hosts.map(({ ip }) => ip).filter(ip => addressKind(ip) === 'name'))
  return [...new Set(names)].sort()
}

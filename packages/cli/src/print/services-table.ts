import type { Service, StandingProblem } from '@proxym/core'
import { printTable } from './table.ts'

/** The services as a table, those that were left out below them. */
export function printServices(services: readonly Service[], rejected: readonly StandingProblem[], width: number): string {
  const rows = services.map(service => [
    service.id,
    service.source,
    service.domains.length === 0 ? '-' : service.domains.join(', '),
    String(service.hosts.length),
    service.listenPort === 0 ? String(service.port || '-') : `${service.port || '-'}→${service.listenPort}`,
    '✓',
  ])
  const left = rejected.map(problem => [problem.subject ?? '?', problem.tap, '-', '-', '-', `✗ ${problem.message}`])
  return printTable([['SERVICE', 'SOURCE', 'DOMAINS', 'HOSTS', 'PORT→LISTEN', 'STATE'], ...rows, ...left], width)
}

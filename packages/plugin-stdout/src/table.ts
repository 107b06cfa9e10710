import type { Service } from '@proxym/core'
import { total } from './total.ts'

const header = ['SERVICE', 'SOURCE', 'DOMAINS', 'HOSTS', 'PORT→LISTEN']
const domains = 2
const hosts = 3
const narrowest = 12

/** A row for each service, no line wider than `width`: the domains give way first, then the end of the line. */
export function renderTable(services: readonly Service[], width: number): string {
  const rows = [header, ...services.map(cells)]
  const widths = header.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const others = widths.reduce((sum, one, column) => (column === domains ? sum : sum + one + 2), 0)
  widths[domains] = Math.min(widths[domains] ?? 0, Math.max(narrowest, width - others))
  const lines = rows.map(row => row.map((cell, column) => sized(cell, widths[column] ?? 0, column === hosts)).join('  '))
  return [...lines.map(line => cut(line.trimEnd(), width)), total(services), ''].join('\n')
}

function cells(service: Service): string[] {
  const listens = service.port === 0 && service.listenPort === 0 ? '-' : `${service.port || '-'}→${service.listenPort || '-'}`
  return [service.id, service.source, service.domains.join(', ') || '-', String(service.hosts.length), listens]
}

const sized = (cell: string, width: number, right: boolean): string =>
  right ? cell.padStart(width) : cut(cell, width).padEnd(width)

const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`)

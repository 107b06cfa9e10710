import { type Bind, haproxyBinds, nginxListens } from './binds.ts'
import { clashes } from './duplicate-binds.ts'
import { parseHaproxy } from './parse-haproxy.ts'
import { parseNginx } from './parse-nginx.ts'
import type { Syntax } from './syntax.ts'

/** The ports that a file keeps for itself. Plain, so that another thread can be told. */
export type ReservedPorts = readonly Pick<Bind, 'transport' | 'from' | 'to'>[]

/** The ports that a file binds. Of a template rendered without services these are its own. */
export function reservedPorts(binds: readonly Bind[]): ReservedPorts {
  return binds.filter(({ from }) => from > 0).map(({ transport, from, to }) => ({ transport, from, to }))
}

/** Whether the file keeps this port for itself. */
export function isReserved(reserved: ReservedPorts, transport: 'tcp' | 'udp', port: number): boolean {
  return reserved.some(range => range.transport === transport && range.from <= port && port <= range.to)
}

/** The binds of a file that would share an address with an earlier one. */
export function clashingBinds(text: string, syntax: Syntax): readonly Bind[] {
  return clashes(bindsOf(text, syntax)).flatMap(({ bind, first }) => [bind, first])
}

/** Everything that a file listens on. */
export function bindsOf(text: string, syntax: Syntax): readonly Bind[] {
  if (syntax === 'haproxy') return haproxyBinds(parseHaproxy(text))
  return syntax === 'nginx' ? nginxListens(parseNginx(text).directives) : []
}

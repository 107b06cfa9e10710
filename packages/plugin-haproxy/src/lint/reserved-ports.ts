import { type Bind, haproxyBinds, nginxListens } from './binds.ts'
import { clashes } from './duplicate-binds.ts'
import { parseHaproxy } from './parse-haproxy.ts'
import { parseNginx } from './parse-nginx.ts'
import type { Syntax } from './syntax.ts'

/** Whether the file keeps a port for itself. */
export interface ReservedPorts {
  has(transport: 'tcp' | 'udp', port: number): boolean
}

/** The ports that a file binds. Of a template rendered without services these are its own. */
export function reservedPorts(binds: readonly Bind[]): ReservedPorts {
  const ranges = binds.filter(({ from }) => from > 0)
  return { has: (transport, port) => ranges.some(bind => bind.transport === transport && bind.from <= port && port <= bind.to) }
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

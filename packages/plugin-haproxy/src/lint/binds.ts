import type { HaproxySection } from './parse-haproxy.ts'
import type { NginxDirective } from './parse-nginx.ts'

/** An address that a configuration listens on. */
export interface Bind {
  readonly transport: 'tcp' | 'udp'
  /** As written, `*` for all IPv4 addresses. */
  readonly address: string
  /** First and last port; 0 for sockets without a port. */
  readonly from: number
  readonly to: number
  readonly line: number
  /** The section or server that it belongs to. */
  readonly owner: string
  /** What else tells it from another bind of the same address. */
  readonly device: string
}

/** What the `bind` lines of a HAProxy configuration listen on. */
export function haproxyBinds(sections: readonly HaproxySection[]): readonly Bind[] {
  return sections.flatMap(section =>
    section.lines.flatMap(({ words, line }) => {
      if (words[0] !== 'bind' || words[1] === undefined) return []
      const owner = `${section.kind} ${section.name}`
      const device = words.includes('interface') ? (words[words.indexOf('interface') + 1] ?? '') : ''
      return words[1].split(',').map(address => ({ ...readAddress(address), line, owner, device }))
    }),
  )
}

function readAddress(text: string): Pick<Bind, 'transport' | 'address' | 'from' | 'to'> {
  const scheme = /^(?:quic[46]|udp[46]?|ipv[46]|tcp[46]?)@/.exec(text)?.[0] ?? ''
  const transport = /^(?:quic|udp)/.test(scheme) ? 'udp' : 'tcp'
  const rest = text.slice(scheme.length)
  const match = /^(.*):(\d+)(?:-(\d+))?$/.exec(rest)
  if (match === null || /^(?:unix|abns|fd|sockpair|\/)/.test(rest)) return { transport, address: rest, from: 0, to: 0 }
  const [, host = '', from = '0', to = from] = match
  return { transport, address: plainAddress(host), from: Number(from), to: Number(to) }
}

/** What the `listen` lines of nginx listen on, in `http` and in `stream`. */
export function nginxListens(directives: readonly NginxDirective[]): readonly Bind[] {
  return directives
    .filter(({ words }) => words[0] === 'http' || words[0] === 'stream' || words[0] === 'mail')
    .flatMap(context =>
      (context.block ?? [])
        .filter(({ words }) => words[0] === 'server')
        .flatMap((server, index) => {
          // All servers of `http` may share a port: the host name tells them apart.
          const owner = context.words[0] === 'http' ? 'http' : `${context.words[0]} server ${index + 1}`
          return (server.block ?? []).flatMap(({ words, line }) => {
            if (words[0] !== 'listen' || words[1] === undefined) return []
            const transport = words.includes('udp') || words.includes('quic') ? ('udp' as const) : ('tcp' as const)
            const match = /^(?:(.*):)?(\d+)$/.exec(words[1])
            const named = match === null && !words[1].startsWith('unix:')
            const [host, port] = match === null ? [words[1], named ? '80' : '0'] : [match[1] ?? '', match[2] ?? '0']
            return [{ transport, address: plainAddress(host), from: Number(port), to: Number(port), line, owner, device: '' }]
          })
        }),
    )
}

function plainAddress(host: string): string {
  if (host === '' || host === '0.0.0.0') return '*'
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  return bare === '' ? '::' : bare
}

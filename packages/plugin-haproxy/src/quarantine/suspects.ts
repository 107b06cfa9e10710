import type { Complaint } from '../apply/complaints.ts'
import type { Syntax } from '../lint/index.ts'
import { backendName, upstreamName } from '../names/index.ts'
import { ownerOfHaproxyLine, ownerOfNginxLine } from './line-owner.ts'

/** Services that a check command seems to complain about, each with its words. */
export interface Suspects {
  /** A line that belongs to this service alone. */
  readonly strong: ReadonlyMap<string, string>
  /** A line, or the words themselves, that name this service, or a line that its config text has. */
  readonly weak: ReadonlyMap<string, string>
}

/** What suspects are found by. */
export interface Suspectable {
  readonly id: string
  readonly config: string
}

/** Find the services that complaints are about. */
export function suspectsOf(
  complaints: readonly Complaint[],
  text: string,
  services: readonly Suspectable[],
  syntax: Syntax,
): Suspects {
  const nameOf = syntax === 'nginx' ? upstreamName : backendName
  const byName = new Map(services.map(({ id }) => [nameOf(id), id]))
  const ownerOf = syntax === 'nginx' ? ownerOfNginxLine(text) : syntax === 'haproxy' ? ownerOfHaproxyLine(text) : () => undefined
  const lines = text.split('\n')
  const strong = new Map<string, string>()
  const weak = new Map<string, string>()
  const add = (to: Map<string, string>, id: string, words: string) => {
    const before = to.get(id)
    if (before?.split('\n').includes(words) !== true) to.set(id, before === undefined ? words : `${before}\n${words}`)
  }
  for (const { line, words } of complaints) {
    const owner = line === undefined ? undefined : byName.get(ownerOf(line, name => byName.has(name)) ?? '')
    if (owner !== undefined) {
      add(strong, owner, words)
      continue
    }
    const own = line === undefined ? '' : (lines[line - 1]?.trim() ?? '')
    for (const name of namesIn(`${own} ${words}`)) {
      const id = byName.get(name)
      if (id !== undefined) add(weak, id, words)
    }
    if (own === '') continue
    for (const { id, config } of services) if (config.includes(own) && hasLine(config, own)) add(weak, id, words)
  }
  return { strong, weak }
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.split(/[^A-Za-z0-9_.:-]+/).map(name => name.replace(/^[.:]+|[.:]+$/g, '')))
}

function hasLine(config: string, line: string): boolean {
  return config.split('\n').some(own => own.trim() === line)
}

/** The backends of services from Marathon in a configuration of HAProxy, with the number of their servers. */
export function backendsIn(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  let name: string | undefined
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) name = /^backend (marathon_\S+)/.exec(line)?.[1]
    if (name === undefined) continue
    counts.set(name, (counts.get(name) ?? 0) + (/^\s+server /.test(line) ? 1 : 0))
  }
  return counts
}

/** Prints what happens, with the time since the start. */
export interface Screen {
  /** A line of its own: who, and what. */
  say(who: string, what: string): void
  /** Text as it is. */
  print(text: string): void
}

export function createScreen(write: (text: string) => void): Screen {
  const startedAt = performance.now()
  return {
    say(who, what) {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      write(`${seconds.padStart(6)} s  ${who.padEnd(8)}  ${what}\n`)
    },
    print: write,
  }
}

/** What changed between two lists of addresses: `4 hosts (+2 -1)`. */
export function changeOf(before: readonly string[], after: readonly string[]): string {
  const added = after.filter(each => !before.includes(each)).length
  const removed = before.filter(each => !after.includes(each)).length
  const signs = [added > 0 ? `+${added}` : '', removed > 0 ? `-${removed}` : ''].filter(each => each !== '')
  return `${after.length} ${after.length === 1 ? 'host' : 'hosts'} (${signs.join(' ') || 'unchanged'})`
}

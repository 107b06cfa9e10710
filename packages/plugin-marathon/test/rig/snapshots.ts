import type { Plugin, Snapshot } from '@proxym/core'

/** A generator that lets a test wait for what it is given. */
export interface Snapshots {
  readonly plugin: Plugin
  /** Resolves with the first snapshot that the test accepts; the latest counts as well. */
  until(accepts: (snapshot: Snapshot) => boolean): Promise<Snapshot>
  readonly seen: readonly Snapshot[]
}

export function snapshots(): Snapshots {
  const seen: Snapshot[] = []
  const waiting = new Set<() => void>()
  return {
    seen,
    plugin: {
      name: 'snapshots',
      apply: proxym =>
        proxym.hooks.generateConfig.tap('collect', snapshot => {
          seen.push(snapshot)
          for (const check of waiting) check()
        }),
    },
    until: accepts =>
      new Promise(resolve => {
        const check = (): void => {
          const latest = seen.at(-1)
          if (latest === undefined || !accepts(latest)) return
          waiting.delete(check)
          resolve(latest)
        }
        waiting.add(check)
        check()
      }),
  }
}

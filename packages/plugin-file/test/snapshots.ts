import type { Plugin, Snapshot } from '@proxym/core'

/** A generator that lets a test wait for what it is given. */
export interface Snapshots {
  readonly plugin: Plugin
  /** Resolves with the first snapshot, past ones left out, whose ids are these. */
  until(...ids: readonly string[]): Promise<Snapshot>
  /** The ids of all snapshots so far. */
  readonly seen: readonly string[]
}

export function snapshots(): Snapshots {
  const seen: string[] = []
  let latest: Snapshot | undefined
  let waiting: { readonly ids: string; readonly resolve: (snapshot: Snapshot) => void } | undefined
  const check = (): void => {
    if (latest !== undefined && waiting !== undefined && idsOf(latest) === waiting.ids) waiting.resolve(latest)
  }
  return {
    seen,
    plugin: {
      name: 'snapshots',
      apply: proxym =>
        proxym.hooks.generateConfig.tap('collect', snapshot => {
          latest = snapshot
          seen.push(idsOf(snapshot))
          check()
        }),
    },
    until: (...ids) =>
      new Promise(resolve => {
        waiting = { ids: ids.join(' '), resolve }
        check()
      }),
  }
}

const idsOf = ({ services }: Snapshot): string => services.map(({ id }) => id).join(' ')

import type { GenerateCall, Snapshot } from '../hooks/contract.ts'
import type { Plugin } from '../plugin.ts'

/** A generator that remembers what it was given. */
export interface FakeGenerator extends Plugin {
  /** Every snapshot that it was to apply, the newest last. */
  readonly snapshots: readonly Snapshot[]
  readonly calls: readonly GenerateCall[]
  /** The ids in the newest snapshot; undefined before the first. */
  ids(): readonly string[] | undefined
}

/**
 * Make a generator for a test. Its tap is `<name>/snapshots`; in a dry run it previews the services as JSON.
 *
 * @param name `fake-generator` when there is one of them
 */
export function fakeGenerator(name = 'fake-generator'): FakeGenerator {
  const snapshots: Snapshot[] = []
  const calls: GenerateCall[] = []
  const textOf = (snapshot: Snapshot | undefined): string =>
    snapshot === undefined ? '' : `${JSON.stringify(snapshot.services, null, 2)}\n`
  return {
    name,
    snapshots,
    calls,
    ids: () => snapshots.at(-1)?.services.map(({ id }) => id),
    apply({ hooks }) {
      hooks.generateConfig.tap({ name: 'snapshots', dryRun: true }, (snapshot, call) => {
        if (call.dryRun) return [{ target: name, before: textOf(snapshots.at(-1)), after: textOf(snapshot) }]
        snapshots.push(snapshot)
        calls.push(call)
        return undefined
      })
    },
  }
}

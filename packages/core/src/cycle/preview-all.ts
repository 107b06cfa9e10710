import type { Snapshot } from '../hooks/contract.ts'
import type { RawHooks } from '../hooks/hooks.ts'
import { runsIn } from '../hooks/policy.ts'
import type { TapRecord } from '../hooks/tap-record.ts'
import type { DryRunResult } from './cycle-result.ts'
import type { Generator } from './generator.ts'

type Previews = Pick<DryRunResult, 'previews' | 'silent'>

/** Ask every generator that declares a dry run what it would change; without a snapshot none is asked. */
export async function previewAll(
  hook: RawHooks['generateConfig'],
  generators: ReadonlyMap<TapRecord, Generator>,
  snapshot: Snapshot | undefined,
): Promise<Previews> {
  const found = new Map<string, Previews['previews'][number]>()
  const silent: string[] = []
  await hook.promise({
    run: async tap => {
      const generator = generators.get(tap)
      if (snapshot === undefined || generator === undefined) return
      if (!runsIn('generateConfig', true, tap.options.dryRun)) silent.push(tap.id)
      else found.set(tap.id, { generator: tap.id, ...(await generator.preview(snapshot)) })
    },
  })
  return { previews: [...generators.keys()].flatMap(tap => found.get(tap.id) ?? []), silent }
}

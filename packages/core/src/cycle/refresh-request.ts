import type { RefreshScope } from '../hooks/contract.ts'
import type { HookName, TapOwner, TapRecord } from '../hooks/tap-record.ts'

/** What one refresh asks for. */
export type RefreshRequest =
  | { readonly kind: 'everything' }
  | { readonly kind: 'sources'; readonly taps: readonly TapRecord[]; readonly scope: 'all' | readonly string[] }
  | { readonly kind: 'annotations'; readonly taps: readonly TapRecord[]; readonly services: 'all' | readonly string[] }
  | { readonly kind: 'generators'; readonly taps: readonly TapRecord[] }
  | { readonly kind: 'nothing' }

/** What a plugin's refresh means, by what the plugin does and the scope that it gives. */
export function refreshRequest(
  owner: TapOwner,
  taps: (hook: HookName) => readonly TapRecord[],
  scope: RefreshScope = {},
): RefreshRequest {
  const own = (hook: HookName) => taps(hook).filter(tap => tap.owner === owner)
  const [sources, annotators, generators] = [own('generateServices'), own('annotate'), own('generateConfig')]
  const { keys, services } = scope
  if (keys !== undefined && sources.length > 0)
    return keys.length === 0 ? { kind: 'nothing' } : { kind: 'sources', taps: sources, scope: keys }
  if (services !== undefined && annotators.length > 0) {
    return services.length === 0 ? { kind: 'nothing' } : { kind: 'annotations', taps: annotators, services }
  }
  if (sources.length > 0) return { kind: 'sources', taps: sources, scope: 'all' }
  if (annotators.length > 0) return { kind: 'annotations', taps: annotators, services: 'all' }
  if (generators.length > 0) return { kind: 'generators', taps: generators }
  return { kind: 'everything' }
}

import { AsyncParallelHook, AsyncSeriesWaterfallHook } from 'tapable'
import type { HookCall, HookName, TapOwner, TapRecord } from './tap-record.ts'

type RawHook = AsyncParallelHook<[HookCall]> | AsyncSeriesWaterfallHook<[HookCall]>

/** What the facade hands to tapable: the known fields, and the owner last. */
export interface RawTap {
  readonly name: string
  readonly stage: number
  readonly owner: TapOwner
  readonly options: TapRecord['options']
}

/** The four tapable hooks of one proxym. Plugins never see them: they tap through facades. */
export interface RawHooks extends Readonly<Record<HookName, RawHook>> {}

/** Make the hooks, each with the one interceptor that turns any kind of tap into `call => call.run(tap)`. */
export function createHooks(registered: (tap: TapRecord) => void, called?: TapRecord['called']): RawHooks {
  const hooks: RawHooks = {
    notify: new AsyncParallelHook<[HookCall]>(['call']),
    generateServices: new AsyncParallelHook<[HookCall]>(['call']),
    annotate: new AsyncSeriesWaterfallHook<[HookCall]>(['call']),
    generateConfig: new AsyncParallelHook<[HookCall]>(['call']),
  }
  for (const name of Object.keys(hooks) as HookName[]) {
    hooks[name].intercept({
      register(tap) {
        const { owner, options, name: id } = tap as unknown as RawTap
        const record: TapRecord = {
          ...{ id, hook: name, owner, options, kind: tap.type, fn: tap.fn as TapRecord['fn'] },
          ...(called === undefined ? {} : { called }),
        }
        registered(record)
        return { ...tap, type: 'promise', fn: (call: HookCall) => call.run(record) }
      },
    })
  }
  return hooks
}

import type { Hooks, TapOptions } from '../hooks/contract.ts'
import type { HookName } from '../hooks/tap-record.ts'
import type { Plugin, PluginContext } from '../plugin.ts'

/** One call of a tap, before it is made. */
export interface TapCall {
  /** `plugin/tap`. */
  readonly id: string
  readonly hook: HookName
  readonly kind: 'tap' | 'tapPromise' | 'tapAsync'
  readonly options: TapOptions & { readonly dryRun?: boolean }
  readonly args: readonly unknown[]
  readonly signal: AbortSignal
  /** Make it, with another first argument when one is given. */
  next(first?: unknown): unknown
}

/** Put something around each call of a plugin's taps, and around `apply`. The plugin itself stays as it is. */
export function interceptTaps(
  plugin: Plugin,
  around: (call: TapCall) => unknown,
  aroundApply: <T>(apply: () => T) => T = apply => apply(),
): Plugin {
  return {
    name: plugin.name,
    ...(plugin.source === undefined ? {} : { source: plugin.source }),
    apply: proxym => aroundApply(() => plugin.apply(Object.freeze({ ...proxym, hooks: wrapped(proxym, around) }))),
  }
}

type LooseHook = Record<TapCall['kind'], (given: string | TapOptions, fn: unknown) => void>

function wrapped({ name, hooks }: PluginContext, around: (call: TapCall) => unknown): Hooks {
  const wrap = (hook: HookName): LooseHook => {
    const real = hooks[hook] as unknown as LooseHook
    const method = (kind: TapCall['kind']) => (given: string | TapOptions, fn: unknown) => {
      const options = typeof given === 'string' ? { name: given } : given
      const call = (...args: readonly unknown[]): unknown =>
        around({
          ...{ id: `${name}/${options.name}`, hook, kind, options, args },
          signal: (args[hook === 'notify' ? 0 : 1] as { readonly signal: AbortSignal }).signal,
          next: (first = args[0]) => (fn as (...args: readonly unknown[]) => unknown)(first, ...args.slice(1)),
        })
      // What is no function is refused by the real hook, with its own message.
      real[kind](given, typeof fn === 'function' ? call : fn)
    }
    return Object.freeze({ tap: method('tap'), tapPromise: method('tapPromise'), tapAsync: method('tapAsync') })
  }
  const all: Record<HookName, LooseHook> = {
    notify: wrap('notify'),
    generateServices: wrap('generateServices'),
    annotate: wrap('annotate'),
    generateConfig: wrap('generateConfig'),
  }
  return Object.freeze(all) as unknown as Hooks
}

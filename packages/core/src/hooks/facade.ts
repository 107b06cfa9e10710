import { ProxymError } from '../problem.ts'
import type { Hooks, TapHook, TapOptions } from './contract.ts'
import { duplicateTap, invalidTap, lateTap } from './errors.ts'
import type { RawHooks, RawTap } from './hooks.ts'
import type { HookName, TapOwner, TapRecord } from './tap-record.ts'

type Method = 'tap' | 'tapPromise' | 'tapAsync'
// Node's timers go no further.
const LONGEST = 2_147_483_647

type AnyTapHook = TapHook<never[], unknown, TapOptions>

/** The hooks as one plugin sees them: tap, tapPromise and tapAsync, and only until `seal`. */
export function createFacade(hooks: RawHooks, owner: TapOwner): { readonly hooks: Hooks; seal(): void } {
  const names = new Set<string>()
  let sealed = false

  const facade = (hook: HookName): AnyTapHook => {
    const method = (kind: Method) => (given: string | TapOptions, fn: unknown) => {
      const options = pickOptions(hook, given)
      const id = `${owner.name}/${options.name}`
      if (typeof fn !== 'function' || options.name === '') throw new ProxymError(invalidTap(owner.name, hook, given, fn))
      if (sealed) throw new ProxymError(lateTap(id, hook))
      if (names.has(`${hook} ${id}`)) throw new ProxymError(duplicateTap(id, hook))
      names.add(`${hook} ${id}`)
      // A fresh object: tapable writes to what it is given, and lets its fields override the method's own.
      const raw: RawTap = { name: id, stage: options.stage ?? 0, options, owner }
      hooks[hook][kind](raw as never, fn as never)
    }
    return Object.freeze({ tap: method('tap'), tapPromise: method('tapPromise'), tapAsync: method('tapAsync') }) as AnyTapHook
  }

  const visible = {
    notify: facade('notify'),
    generateServices: facade('generateServices'),
    annotate: facade('annotate'),
    generateConfig: facade('generateConfig'),
  }
  const seal = (): void => {
    sealed = true
  }
  return { hooks: Object.freeze(visible) as unknown as Hooks, seal }
}

function pickOptions(hook: HookName, given: string | TapRecord['options']): TapRecord['options'] {
  if (typeof given === 'string') return { name: given }
  if (typeof given !== 'object' || given === null || typeof given.name !== 'string') return { name: '' }
  const { name, confirmMs } = given
  const stage = typeof given.stage === 'number' ? given.stage : 0
  if (hook === 'generateConfig') return { name, stage, dryRun: given.dryRun === true }
  return hook === 'generateServices' && isTime(confirmMs) ? { name, stage, confirmMs } : { name, stage }
}

function isTime(ms: unknown): ms is number {
  return typeof ms === 'number' && ms >= 0 && ms <= LONGEST
}

import type { Plugin } from '../plugin.ts'
import { ProxymError } from '../problem.ts'
import { injected, tapUnknown } from './errors.ts'
import { interceptTaps, type TapCall } from './intercept-taps.ts'

/** What is to go wrong in a tap, instead of its own work. */
export type Fault = (
  | { /** Thrown, or what its promise rejects with; `true` for an error made up. */ readonly fail: unknown }
  | { /** It settles only when its signal aborts. */ readonly hang: true }
  | { /** It begins its work so much later, milliseconds. */ readonly lateMs: number }
) & {
  /** For so many calls. @default until `heal` */
  readonly times?: number
}

/** Faults by tap, and the plugins that suffer them. */
export function createFaults() {
  const faults = new Map<string, { readonly fault: Fault; left: number }>()

  const around = (call: TapCall): unknown => {
    const entry = faults.get(call.id)
    if (entry === undefined || entry.left === 0) return call.next()
    entry.left--
    return suffer(call, entry.fault)
  }

  return {
    suffering: (plugin: Plugin): Plugin => interceptTaps(plugin, around),
    /** @throws ProxymError `PROXYM_TESTING` when there is no such tap */
    inject(id: string, fault: Fault, ids: readonly string[]): void {
      if (!ids.includes(id)) throw new ProxymError(tapUnknown(id, ids))
      faults.set(id, { fault, left: fault.times ?? Number.POSITIVE_INFINITY })
    },
    heal: (id: string): void => void faults.delete(id),
  }
}

function suffer({ id, kind, args, signal, next }: TapCall, fault: Fault): unknown {
  const done = kind === 'tapAsync' ? (args.at(-1) as (error?: unknown) => void) : undefined
  if ('fail' in fault) {
    const error = fault.fail === true ? injected(id) : fault.fail
    if (done !== undefined) return done(error)
    if (kind === 'tapPromise') return Promise.reject(error)
    throw error
  }
  if ('lateMs' in fault) {
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        try {
          resolve(next())
        } catch (error) {
          reject(error)
        }
      }, fault.lateMs)
    })
  }
  return new Promise((_, reject) => {
    const end = (): void => (done === undefined ? reject(signal.reason) : done(signal.reason))
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

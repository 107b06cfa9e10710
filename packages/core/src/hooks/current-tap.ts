import { AsyncLocalStorage } from 'node:async_hooks'
import type { TapRecord } from './tap-record.ts'

const storage = new AsyncLocalStorage<TapRecord>()

/** The tap whose code is running now, also behind its awaits; undefined outside of taps. */
export function currentTap(): TapRecord | undefined {
  return storage.getStore()
}

/** Run something as this tap, so that what it logs, asks for and forgets to catch carries its name. */
export function asTap<T>(tap: TapRecord | undefined, run: () => T): T {
  return storage.run(tap as TapRecord, run)
}

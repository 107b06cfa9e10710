import { createSignalPlugin } from './create-signal-plugin.ts'

export type { SignalEmitter } from './create-signal-plugin.ts'
export { createSignalPlugin } from './create-signal-plugin.ts'

declare module '@proxym/core' {
  interface Plugins {
    signal: Record<string, never>
  }
}

/** Refreshes everything on SIGUSR1. */
export default createSignalPlugin(process)

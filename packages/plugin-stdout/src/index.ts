import { createStdoutPlugin } from './create-stdout-plugin.ts'
import type { StdoutOptions } from './options.ts'

export type { Output } from './create-stdout-plugin.ts'
export { createStdoutPlugin } from './create-stdout-plugin.ts'
export type { StdoutOptions } from './options.ts'

declare module '@proxym/core' {
  interface Plugins {
    stdout: StdoutOptions
  }
}

/** Prints the services. */
export default createStdoutPlugin(() => process.stdout)

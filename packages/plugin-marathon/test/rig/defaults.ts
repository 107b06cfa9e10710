import { type FilledOptions, options } from '../../src/options.ts'

/** The options with nothing but a server given. */
export const defaults: FilledOptions = options.parse({ servers: ['m1:8080'] })

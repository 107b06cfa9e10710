export { exitCodes } from './exit-codes.ts'
export type { Io, SignalName, Signals } from './io.ts'
export { main } from './main.ts'
export { processIo } from './process-io.ts'

import type { Writable } from 'node:stream'

/** Everything of the process that the command touches, so that tests can pass their own. */
export interface Io {
  /** Arguments after the program's name. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly pid: number
  /** Takes data, and log lines below error while `run`. */
  readonly stdout: Writable
  readonly stderr: Writable
  /** `device:inode` of both, as JOURNAL_STREAM names a stream; undefined where the system knows no such thing. */
  readonly streamIds: { readonly stdout: string | undefined; readonly stderr: string | undefined }
  /** Folders whose packages may be named as plugins, besides those of the configuration. */
  readonly resolveFrom: readonly string[]
  /** The version of the package that runs. */
  readonly version: string
  readonly signals: Signals
  /** The start is over: from now on little changes at a time. */
  settle(): void
}

/** Signals that the command reacts to; SIGUSR1 belongs to plugin-signal. */
export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** What the outside says to the process. Each returns a function that stops listening. */
export interface Signals {
  onSignal(name: SignalName, listener: () => void): () => void
  /** An error or a rejection that nobody caught. */
  onUncaught(listener: (error: unknown, kind: 'exception' | 'rejection') => void): () => void
  /** End the process now. */
  exit(code: number): void
}

import { EventEmitter } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Io, SignalName } from '../src/io.ts'

/** An `Io` in a temporary folder: what is written is kept, signals are sent by the test. */
export interface FakeIo extends Io {
  out(): string
  err(): string
  send(name: SignalName): void
  /** Codes that `exit` was asked for; nothing ends. */
  readonly exits: readonly number[]
  /** When the start was over, each time that this was said. */
  readonly settled: readonly number[]
  [Symbol.asyncDispose](): Promise<void>
}

export interface FakeIoOptions {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Io['env']
  readonly streamIds?: Io['streamIds']
}

/** Make one, with these files. */
export async function fakeIo(argv: readonly string[], { files = {}, env = {}, streamIds }: FakeIoOptions = {}): Promise<FakeIo> {
  const cwd = await mkdtemp(join(tmpdir(), 'proxym-cli-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  const texts = { out: '', err: '' }
  const stream = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += String(chunk)
        done()
      },
    })
  const events = new EventEmitter()
  const exits: number[] = []
  const settled: number[] = []
  const listen = (name: string, listener: (...values: never[]) => void): (() => void) => {
    events.on(name, listener as () => void)
    return () => events.off(name, listener as () => void)
  }
  return {
    argv,
    env: { PROXYM_LISTEN_ADDRESS: '127.0.0.1:0', ...env },
    cwd,
    pid: 4711,
    stdout: stream('out'),
    stderr: stream('err'),
    streamIds: streamIds ?? { stdout: undefined, stderr: undefined },
    resolveFrom: [fileURLToPath(new URL('../../proxym', import.meta.url))],
    version: '1.2.3',
    signals: {
      onSignal: (name, listener) => listen(name, listener),
      onUncaught: listener => listen('uncaught', listener),
      exit: code => void exits.push(code),
    },
    out: () => texts.out,
    err: () => texts.err,
    send: name => void events.emit(name),
    exits,
    settle: () => void settled.push(performance.now()),
    settled,
    [Symbol.asyncDispose]: () => rm(cwd, { recursive: true, force: true }),
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { waitFor } from './wait-for.ts'

// The built command.
const bin = fileURLToPath(new URL('../../packages/proxym/dist/bin.js', import.meta.url))

/** What a finished command has left. */
export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A `proxym` process that was started by a test. */
export interface Running {
  readonly process: ChildProcess
  /** Both streams so far. */
  output(): string
  /** Resolves when the text or pattern has appeared in one of the streams. */
  until(wanted: string | RegExp): Promise<void>
  kill(signal: NodeJS.Signals): void
  readonly finished: Promise<Finished>
  /** Where its HTTP server is, once it listens. */
  url(): Promise<string>
}

/** A temporary folder, and the processes that work in it. */
export interface Rig {
  readonly folder: string
  path(name: string): string
  write(name: string, text: string): Promise<void>
  /** `shell` is run before, in the same shell: `ulimit -n 256`. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>, shell?: string): Running
  /** Start and wait for the end. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>
  [Symbol.asyncDispose](): Promise<void>
}

/** Make a folder with these files. */
export async function createRig(files: Readonly<Record<string, string>> = {}): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'proxym-e2e-'))
  const started: Running[] = []
  const rig: Rig = {
    folder,
    path: name => join(folder, name),
    async write(name, text) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    },
    start(args, env = {}, shell = '') {
      const command = [process.execPath, bin, ...args]
      const [file = '', ...rest] = shell === '' ? command : ['/bin/sh', '-c', `${shell} && exec "$@"`, 'sh', ...command]
      const running = follow(spawn(file, rest, { cwd: folder, env: environment(env) }))
      started.push(running)
      return running
    },
    run: (args, env) => rig.start(args, env).finished,
    async [Symbol.asyncDispose]() {
      for (const running of started) running.kill('SIGKILL')
      await Promise.all(started.map(({ finished }) => finished))
      await rm(folder, { recursive: true, force: true })
    },
  }
  for (const [name, text] of Object.entries(files)) await rig.write(name, text)
  return rig
}

function follow(child: ChildProcess): Running {
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  }
  const output = () => texts.stdout + texts.stderr
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  const until = (wanted: string | RegExp) =>
    waitFor(`${wanted} in the output`, () => (typeof wanted === 'string' ? output().includes(wanted) : wanted.test(output())), {
      isOver,
      report: output,
    })
  return {
    process: child,
    output,
    until,
    kill: signal => void child.kill(signal),
    finished: once(child, 'close').then(([code, signal]) => ({ code, signal, ...texts })),
    async url() {
      await until(/Listening.*url=\S+/)
      return /url=(\S+)/.exec(output())?.[1] ?? ''
    },
  }
}

// Nothing that the machine happens to have set, such as NODE_OPTIONS of the test runner or a token.
function environment(env: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PROXYM_LISTEN_ADDRESS: '127.0.0.1:0', ...env }
}

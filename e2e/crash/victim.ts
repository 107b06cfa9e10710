import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HaproxyOptions } from '@proxym/plugin-haproxy'
import { onTestFinished } from 'vitest'
import { tempFolder } from '../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { versionOf } from './victim-text.ts'

const bin = fileURLToPath(new URL('../../packages/proxym/dist/bin.js', import.meta.url))
// What Node compiles of proxym is the same for all of them.
const compileCache = join(tmpdir(), 'proxym-crash-compile-cache')
const config = fileURLToPath(new URL('./victim-config.ts', import.meta.url))
const busy = fileURLToPath(new URL('./busy-victim.ts', import.meta.url))
// One thread for file operations, each a system call of its own: so they can be counted.
const countable = { UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0' }

/** What a victim is told, in the variable VICTIM. */
export interface VictimSettings {
  /** The version of the text that it makes the proxy run with. */
  readonly version: string
  /** The version that a busy victim begins with. @default that version, 0 */
  readonly first?: string
  /** What the text holds for the proxy, with VERSION for the version. */
  readonly listener: string
  readonly options: Omit<HaproxyOptions, 'templatePath'>
  /** Where it prints `waiting` and waits for a line of input, when anywhere. */
  readonly waitAt?: 'configuration' | 'source'
}

/** How a process ended: its exit code, or the signal that killed it. */
export type End = number | NodeJS.Signals

/** A process that waits for its go. */
export interface Victim {
  readonly pid: number
  say(line: string): void
  /** Resolves when it has printed a line that begins so. */
  until(beginning: string): Promise<void>
  kill(): void
  readonly ended: Promise<End>
}

/** A folder with a target and a proxy, in which one process of proxym after the other runs. */
export interface Scene {
  readonly folder: string
  readonly target: string
  /** A `proxym once`, which waits at one place. */
  start(version: string, waitAt: VictimSettings['waitAt']): Promise<Victim>
  /** A process that makes `first` live, and then one version after the other. */
  startBusy(version: string, first: string): Promise<Victim>
  /** A `proxym once` from start to end, undisturbed. */
  run(version: string): Promise<End>
  /** The version in the target; `none` when there is no target, undefined when it is not the whole text of a version. */
  onDisk(): Promise<string | undefined>
  /** Every file and folder, sorted. */
  names(): Promise<readonly string[]>
}

export async function createScene(
  listener: string,
  options: Omit<HaproxyOptions, 'templatePath' | 'configFilePath'>,
): Promise<Scene> {
  const folder = await tempFolder()
  const target = join(folder, 'etc', 'proxy.cfg')
  await mkdir(join(folder, 'etc'))
  await writeFile(join(folder, 'proxym.config.mjs'), `export { default } from ${JSON.stringify(config)}\n`)

  const launch = (args: readonly string[], settings: Pick<VictimSettings, 'version' | 'first' | 'waitAt'>): Victim => {
    const victim: VictimSettings = { ...settings, listener, options: { ...options, configFilePath: target } }
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, VICTIM: JSON.stringify(victim), NODE_COMPILE_CACHE: compileCache, ...countable }
    return follow(spawn(process.execPath, args, { cwd: folder, env }))
  }
  return {
    folder,
    target,
    async start(version, waitAt) {
      const victim = launch([bin, 'once'], { version, ...(waitAt === undefined ? {} : { waitAt }) })
      await victim.until('waiting')
      return victim
    },
    async startBusy(version, first) {
      const victim = launch([busy], { version, first })
      await victim.until('waiting')
      return victim
    },
    run: version => launch([bin, 'once'], { version }).ended,
    async onDisk() {
      const text = await readFile(target, 'utf8').catch(() => undefined)
      return text === undefined ? 'none' : versionOf(text, listener)
    },
    names: async () => (await readdir(folder, { recursive: true })).sort(),
  }
}

function follow(child: ChildProcessWithoutNullStreams): Victim {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (said += text))
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'close').then(([code, signal]): End => signal ?? code)
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    pid: child.pid ?? 0,
    say: line => void child.stdin.write(`${line}\n`),
    async until(beginning) {
      while (!`\n${said}`.includes(`\n${beginning}`)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the victim ended without "${beginning}": ${said}`)
        await Promise.race([once(child.stdout, 'data'), ended])
      }
    },
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}

import type { CommandEnd, RunCommand } from '../../src/command/run-command.ts'
import type { Disk, ProcessIo } from './memory-io.ts'
import { flaws } from './text.ts'

/** How a command behaves. `silent`: exits with 0 and does nothing. */
export type Mood = 'well' | 'fails' | 'hangs' | 'silent'

/** A proxy that reads one file, and the commands of its operator. */
export interface FakeProxy {
  /** What it runs with. */
  loaded(): string
  /** Texts that the check command accepted. */
  readonly accepted: ReadonlySet<string>
  readonly moods: Record<'check' | 'reload' | 'verify', Mood>
  /** The reload fails so many more times, whatever its mood. */
  failReloads(times: number): void
  /** The commands as one process starts them. */
  runFor(process: ProcessIo): RunCommand
}

const commandMs = 20

/** A proxy that runs with what its file holds. Time passes on the timers of the test. */
export function createFakeProxy(disk: Disk, target: string): FakeProxy {
  const accepted = new Set<string>()
  const moods: FakeProxy['moods'] = { check: 'well', reload: 'well', verify: 'well' }
  let running = disk.get(target)?.toString() ?? ''
  let failing = 0

  const textOf = (path: string): string => disk.get(path)?.toString() ?? ''

  const check = (path: string): readonly [code: number, output: string] => {
    const text = textOf(path)
    const found = flaws(text).filter(({ at }) => at === 'check')
    if (found.length > 0) return [1, found.map(({ line, words }) => `${path}:${line}: ${words}`).join('\n')]
    accepted.add(text)
    return [0, '']
  }
  const reload = (): readonly [code: number, output: string] => {
    if (moods.reload === 'silent') return [0, '']
    if (failing > 0) {
      failing--
      return [1, 'the proxy is away']
    }
    const text = textOf(target)
    if (flaws(text).length > 0) return [1, 'the new process does not start']
    running = text
    return [0, '']
  }
  const verify = (): readonly [code: number, output: string] => [running === textOf(target) ? 0 : 1, 'another text is running']

  const runFor =
    (process: ProcessIo): RunCommand =>
    (command, { signal, timeoutMs }) =>
      process.untilDeath(async () => {
        const [word = '', path = ''] = command.split(' ')
        const mood = moods[word as keyof typeof moods]
        const ended = (end: CommandEnd, output = '') => ({ end, output })
        if (signal.aborted) return ended({ kind: 'aborted' })
        const took = await sleep(mood === 'hangs' ? timeoutMs : commandMs, signal)
        if (process.isDead()) return ended({ kind: 'aborted' })
        if (!took) return ended({ kind: 'aborted' })
        if (mood === 'hangs') return ended({ kind: 'timeout', timeoutMs })
        if (mood === 'fails') return ended({ kind: 'exit', code: 1 }, `${word} does not work today`)
        const [code, output] = word === 'check' ? check(path) : word === 'reload' ? reload() : verify()
        return ended({ kind: 'exit', code }, output)
      })

  return {
    loaded: () => running,
    accepted,
    moods,
    failReloads(times) {
      failing = times
    },
    runFor,
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms, true)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve(false)
      },
      { once: true },
    )
  })
}

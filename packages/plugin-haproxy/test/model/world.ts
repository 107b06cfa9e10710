import { createStateStore, type Handover, type Logger, readState, type StateStore } from '@proxym/core'
import { createTestProxym, type TestProxym } from '@proxym/core/testing'
import { vi } from 'vitest'
import type { Clock } from '../../src/apply/clock.ts'
import { createOutput } from '../../src/create-output.ts'
import { haproxyOptions } from '../../src/options.ts'
import { settingsFor } from '../apply-rig/applier.ts'
import { createFakeProxy } from './fake-proxy.ts'
import { createProcess, type Disk, type ProcessIo, statePlaceOn } from './memory-io.ts'
import { type ModelSource, sourcePlugin } from './model-source.ts'
import { renderData } from './text.ts'

export const target = '/etc/proxy.cfg'
const stateDir = '/state'

/** A proxym that was started, until it is killed. */
interface Life {
  readonly process: ProcessIo
  readonly proxym: TestProxym
  readonly store: StateStore
  tell(source: number, keys?: readonly string[]): void
  templateEdited(): void
}

/** Sources, a disk and a proxy, and one proxym after the other between them. Everything runs on the timers of the test. */
export async function createWorld(before: string | undefined) {
  const disk: Disk = new Map(before === undefined ? [] : [[target, Buffer.from(before)]])
  const proxy = createFakeProxy(disk, target)
  const sources: readonly ModelSource[] = ['one', 'two'].map(name => ({ name, services: [], mood: 'well' }))
  const template = { version: 1, broken: false }
  const stopped: Promise<unknown>[] = []

  const outputPlugin = (process: ProcessIo) => {
    const options = haproxyOptions.parse({
      templatePath: (data: Parameters<typeof renderData>[0]) => {
        if (template.broken) throw new Error('the template is broken')
        return renderData(data, template.version)
      },
      ...{ configFilePath: target, checkCommand: 'check %s', reloadCommand: 'reload %s', verifyCommand: 'verify %s' },
      syntax: 'none',
    })
    let edited = () => {}
    const plugin = {
      name: 'haproxy',
      apply(proxym: Parameters<ReturnType<typeof sourcePlugin>['plugin']['apply']>[0]) {
        const settings = settingsFor('/', options)
        const edges = { io: process.io, run: proxy.runFor(process), ask: noSocket, clock, probe: async () => false }
        const output = createOutput(proxym, options, settings, edges)
        proxym.lock(target, { exists: async () => (await output.current()) !== '' })
        proxym.hooks.generateConfig.tapPromise('file', (snapshot, call) => output.apply(snapshot, call))
        edited = () => proxym.refresh('template edited')
      },
    }
    return { plugin, edited: () => edited() }
  }

  const begin = ({ process, store }: Pick<Life, 'process' | 'store'>, handover: Handover, old?: TestProxym): Life => {
    const asked = sources.map(sourcePlugin)
    const output = outputPlugin(process)
    const plugins = [...asked.map(({ plugin }) => plugin), output.plugin]
    const proxym = createTestProxym(plugins, { stateDir, random: () => 0.5, handover, store })
    if (old !== undefined) stopped.push(old.stop().then(() => proxym.start()))
    else stopped.push(proxym.start())
    return { process, store, proxym, tell: (source, keys) => asked[source]?.tell(keys), templateEdited: output.edited }
  }
  const birth = async (): Promise<Life> => {
    const process = createProcess(disk)
    const place = statePlaceOn(process, stateDir)
    const { handover, problem } = await readState(place)
    if (problem !== undefined) throw new Error(problem.message)
    return begin({ process, store: createStateStore({ ...place, logger, earlier: handover }) }, handover)
  }
  let life = await birth()

  const kill = (): void => {
    life.process.die()
    // Its code goes on in this process; all that it can reach is gone.
    stopped.push(life.proxym.stop())
  }
  return {
    ...{ disk, proxy, sources, template },
    life: () => life,
    text: (): string => disk.get(target)?.toString() ?? '',
    /** Kill it, if it has not died yet, and start another one. */
    async restart(): Promise<void> {
      kill()
      life = await birth()
    },
    /** Read the configuration again: the process goes on, with a new proxym in it. */
    hangUp(): void {
      life = begin(life, life.proxym.proxym.handover(), life.proxym)
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    /** Files besides the target, what is kept of the last loaded text, and the state. */
    leftOvers: () => [...disk.keys()].filter(path => path !== target && !/\/(state-[^/]*|[^/]*\.last-loaded)$/.test(path)),
    async end(): Promise<void> {
      kill()
      await vi.advanceTimersByTimeAsync(20_000)
      vi.clearAllTimers()
    },
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>

const noSocket = () => Promise.reject(new Error('no socket'))

const clock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          reject(signal.reason)
        },
        { once: true },
      )
    }),
}

const silent = () => {}
const logger: Logger = { error: silent, warn: silent, notice: silent, info: silent, debug: silent, named: () => logger }

import { mkdirSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '@proxym/core'
import { type Applier, type ApplierParts, createApplier } from '../../src/apply/applier.ts'
import { type ApplySettings, applySettings } from '../../src/apply/settings.ts'
import { type HaproxyOptions, haproxyOptions } from '../../src/options.ts'
import { configText } from '../../src/text/index.ts'
import { nodeIo } from '../../src/write/io.ts'
import { memoryState } from '../rig/memory-state.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { scriptedRun } from './scripted-run.ts'

/** Aborts never. */
export const forever = new AbortController().signal

export interface RigOptions extends Partial<Pick<ApplierParts, 'io' | 'ask' | 'run' | 'stateDir' | 'probe' | 'syntax'>> {
  readonly options?: Partial<HaproxyOptions>
  /** What the target holds before. */
  readonly before?: string
}

/** An applier on a folder of its own, with commands that do what the test says, a clock that the test sees, and a state that outlives it. */
export async function applierRig({ options, before, ...given }: RigOptions = {}) {
  const root = await tempFolder()
  const folder = join(root, 'etc')
  mkdirSync(folder)
  const target = join(folder, 'haproxy.cfg')
  if (before !== undefined) await writeFile(target, before)
  const settings = settingsFor(root, { configFilePath: target, checkCommand: 'check %s', reloadCommand: 'reload', ...options })
  const script = scriptedRun()
  const log: string[] = []
  const clock = fakeClock()
  const state = memoryState()
  const noSocket = () => Promise.reject(new Error('no socket'))
  const parts = {
    io: nodeIo,
    run: script.run,
    ask: noSocket,
    probe: async () => false,
    syntax: async () => 'none' as const,
    stateDir: undefined,
    ...given,
    clock,
    logger: listLogger(log),
    state,
  }
  return {
    ...{ folder, target, script, state, log, clock, parts, settings },
    applier: byText(createApplier(settings, parts)),
    /** Another applier on the same target and state: a SIGHUP. */
    next: (changed: Partial<ApplierParts> = {}) => byText(createApplier(settings, { ...parts, ...changed })),
    read: () => readFile(target, 'utf8'),
    write: (text: string) => writeFile(target, text),
    names: async () => (await readdir(folder)).sort(),
  }
}

function byText(applier: Applier) {
  return {
    ...applier,
    apply: (text: string, signal: AbortSignal) => applier.apply(configText(text), signal),
    trial: (text: string, signal: AbortSignal) => applier.trial(configText(text), signal),
  }
}

/** Settings as the plugin makes them. */
export function settingsFor(configDir: string, options: Partial<HaproxyOptions>, home?: string): ApplySettings {
  const filled = haproxyOptions.parse({ templatePath: 'haproxy', configFilePath: '/x', reloadCommand: 'true', ...options })
  return applySettings(filled, configDir, {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    ...(home === undefined ? {} : { HOME: home }),
  })
}

/** Time that passes only where it is waited for. */
export function fakeClock() {
  const slept: number[] = []
  let now = 1000
  return {
    slept,
    pass: (ms: number) => {
      now += ms
    },
    now: () => now,
    async sleep(ms: number, signal: AbortSignal) {
      signal.throwIfAborted()
      slept.push(ms)
      now += ms
    },
  }
}

function listLogger(log: string[]): Logger {
  const write = (level: string) => (message: string) => void log.push(`${level}: ${message}`)
  const levels = { error: write('error'), warn: write('warn'), notice: write('notice') }
  return { ...levels, info: write('info'), debug: write('debug'), named: () => listLogger(log) }
}

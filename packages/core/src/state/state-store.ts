import { join } from 'node:path'
import type { Handover } from '../host/handover.ts'
import type { Logger } from '../log/logger.ts'
import { problemFields } from '../log/problem-fields.ts'
import { describeProblem, ProxymError } from '../problem.ts'
import { stateNotWritten } from './errors.ts'
import type { StatePlace } from './read-state.ts'
import { fileNameOf, prefixOf, type Remembered } from './remembered.ts'
import { nodeStateIo } from './state-io.ts'
import { textOf } from './state-text.ts'
import { isStaged, writeState } from './write-state.ts'

/** Keeps on disk what the next process is to know. It outlives configurations. */
export interface StateStore {
  /**
   * From now on this is what is kept: after the next change, for a start has nothing yet and better things to do. While `isBusy` says so,
   * a change waits a little longer.
   */
  follow(handover: Handover, isBusy?: () => boolean): void
  /** Something may have changed: it is written soon. Costs nothing. */
  changed(): void
  /** Write what has changed now. Never rejects. */
  flush(): Promise<void>
  /** As `flush`. @throws ProxymError `PROXYM_STATE_WRITE` when something could not be written */
  save(): Promise<void>
}

const waitMs = 1000
// What takes long to write is written less often: no more than a thirtieth of the time goes into it.
const share = 30
// As long as others may be busy before it is written nonetheless.
const patienceMs = 30_000
const notStarted = 'proxym is starting'

/** Keep state in a folder that `readState` found to be ours. `earlier` is what it holds. */
export function createStateStore({
  folder,
  configuration,
  io = nodeStateIo,
  logger,
  earlier,
}: StatePlace & { readonly logger: Logger; readonly earlier: Handover }): StateStore {
  const nameOf = (tap: string) => fileNameOf(configuration, { kind: 'source', tap })
  /** Files of sources, to be removed when there is no such source any more. */
  const ofSources = new Set(earlier.taps.map(nameOf))
  /** Of each file, what it was last written from. */
  let followed:
    | { readonly handover: Handover; readonly isBusy: () => boolean; readonly written: Map<string, unknown> }
    | undefined
  let timer: NodeJS.Timeout | undefined
  let again = false
  /** Resolves with why not everything was written. */
  let running: Promise<unknown> | undefined
  let notBefore = 0
  let swept = false
  let warned = false
  /** Why the pass under way did not write everything. */
  let failure: unknown

  /** Whatever fails is tried again with the next change; a cycle must not suffer from it. */
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      if (!warned) {
        const problem = stateNotWritten(folder, error)
        logger.warn(describeProblem(problem), problemFields(problem))
      }
      warned = true
      failure = error
      return false
    }
  }

  const remove = (name: string): Promise<void> =>
    io.unlink(join(folder, name)).catch((error: unknown) => {
      // Somebody else was quicker.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    })

  const sweep = async (): Promise<void> => {
    const prefix = prefixOf(configuration)
    const left = (await io.list(folder)).filter(name => isStaged(name, prefix))
    for (const name of left) await remove(name)
    swept = true
  }

  const pass = async ({ handover: { sources, taps, kept }, written }: NonNullable<typeof followed>): Promise<void> => {
    const started = performance.now()
    failure = undefined
    const done = [swept || (await attempt(sweep))]
    const write = async (remembered: () => Remembered, name: string, revision: unknown): Promise<boolean> => {
      if (written.has(name) && written.get(name) === revision) return true
      const isWritten = await attempt(() => writeState(io, folder, name, textOf(remembered())))
      if (isWritten) written.set(name, revision)
      return isWritten
    }
    for (const [tap, { revision, take }] of sources()) {
      ofSources.add(nameOf(tap))
      done.push(await write(() => ({ kind: 'source', tap, ...take() }), nameOf(tap), revision))
    }
    for (const [plugin, { values, services }] of kept) {
      for (const [key, { value, lasting }] of values) {
        const id = { kind: 'value', plugin, key } as const
        if (lasting) done.push(await write(() => ({ ...id, value }), fileNameOf(configuration, id), value))
      }
      for (const [key, list] of services) {
        const id = { kind: 'services', plugin, key } as const
        done.push(await write(() => ({ ...id, services: list }), fileNameOf(configuration, id), list))
      }
    }
    const wanted = new Set(taps.map(nameOf))
    for (const name of [...ofSources].filter(known => !wanted.has(known)))
      if (await attempt(() => remove(name))) ofSources.delete(name)
    if (!done.includes(false)) warned = false
    else swept = false
    notBefore = performance.now() + Math.max(waitMs, (performance.now() - started) * share)
  }

  const writeNow = async (): Promise<unknown> => {
    clearTimeout(timer)
    timer = undefined
    while (running !== undefined) await running
    if (followed === undefined) return notStarted
    const what = followed
    running = attempt(() => pass(what)).then(() => {
      running = undefined
      if (again) changed()
      return failure
    })
    return running
  }

  const changed = (): void => {
    again = running !== undefined
    if (again || timer !== undefined || followed === undefined) return
    const now = performance.now()
    plan(Math.max(waitMs, notBefore - now), now + patienceMs)
  }

  const plan = (afterMs: number, until: number): void => {
    timer = setTimeout(() => {
      if (followed?.isBusy() === true && performance.now() < until) plan(waitMs, until)
      else void writeNow()
    }, afterMs)
    timer.unref()
  }

  return {
    follow(handover, isBusy = () => false) {
      followed = { handover, isBusy, written: new Map() }
    },
    changed,
    flush: async () => void (await writeNow()),
    async save() {
      const reason = await writeNow()
      if (reason !== undefined) throw new ProxymError(stateNotWritten(folder, reason))
    },
  }
}

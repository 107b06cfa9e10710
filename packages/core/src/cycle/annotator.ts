import type { HookCall, TapRecord } from '../hooks/tap-record.ts'
import type { Service } from '../service.ts'
import type { Settings } from '../settings.ts'
import { createAnnotateDebts } from './annotate-debts.ts'
import { createPass, lastKnown, type Step } from './annotate-pass.ts'
import { createBreathe } from './breathe.ts'
import { annotateFailure } from './errors.ts'
import { type Suggest, sameService } from './key-contents.ts'
import { waitAtMost } from './patience.ts'
import type { ProblemBoard } from './problem-board.ts'

const AT_ONCE = 32

interface AnnotatorDeps {
  /** The annotate hook. */
  readonly hook: { promise(call: HookCall): Promise<unknown> }
  readonly taps: () => readonly TapRecord[]
  readonly settings: Settings
  readonly board: ProblemBoard
  readonly suggest: Suggest
  readonly random: () => number
  readonly requestCycle: (reason: string) => void
}

/** What one tap last made of one service. */
export interface AnnotatorStep extends Step {
  /** `plugin/tap`. */
  readonly tap: string
}

interface Annotation {
  input: Service
  readonly steps: Map<TapRecord, Step>
  /** Taps to call although their input is the same. */
  forced: Set<TapRecord>
  /** The input that `output` was made from. */
  done: Service | undefined
  output: Service | null
}

/** Send services through the annotate taps, at most 32 at a time and each one at a time, and remember what each tap made of each. */
export function createAnnotator(deps: AnnotatorDeps) {
  const states = new Map<string, Annotation>()
  // What the next cycle works off: a tap that asks for more while it runs must not keep this one going for ever.
  const waiting = new Set<string>()
  const queue = new Set<string>()
  const busy = new Set<string>()
  const again = new Set<string>()
  const finished = new Set<string>()
  const active = new Set<AbortController>()
  let idle = Promise.withResolvers<void>()
  let awaited = false
  let workers = 0
  let stopped = false
  idle.resolve()

  const debts = createAnnotateDebts(deps.random, (tap, ids) => {
    force(new Set([tap]), ids)
    deps.requestCycle(`${tap.id}: retry`)
  })

  const settle = (id: string, tap: TapRecord, step: Step | undefined, result: Service | null): void => {
    deps.board.set(tap.id, `report ${id}`, step?.reports ?? [])
    const failure = step?.failure
    deps.board.set(
      tap.id,
      `annotate ${id}`,
      failure === undefined ? [] : [annotateFailure(tap.id, id, failure.error, result === null)],
    )
    debts.record(tap, id, failure !== undefined)
  }

  const runOne = async (id: string, state: Annotation): Promise<void> => {
    const { input, forced } = state
    state.forced = new Set()
    const pass = createPass(input, state.steps, forced, { settings: deps.settings, suggest: deps.suggest, active })
    await deps.hook.promise(pass)
    if (stopped || states.get(id) !== state) return
    state.done = input
    state.output = pass.current
    finished.add(id)
    for (const tap of deps.taps()) settle(id, tap, state.steps.get(tap), pass.current)
    debts.schedule()
    if (!awaited) deps.requestCycle('late annotations')
  }

  const work = async (): Promise<void> => {
    const breathe = createBreathe()
    for (const id of queue) {
      queue.delete(id)
      const state = states.get(id)
      if (state === undefined) continue
      if (busy.has(id)) {
        again.add(id)
        continue
      }
      busy.add(id)
      try {
        await runOne(id, state)
      } finally {
        busy.delete(id)
      }
      if (again.delete(id)) queue.add(id)
      const pause = breathe()
      if (pause !== undefined) await pause
      if (stopped) return
    }
  }

  const startWorkers = (): void => {
    if (workers === 0 && queue.size > 0) idle = Promise.withResolvers()
    for (let wanted = queue.size; wanted > 0 && workers < AT_ONCE; wanted--) {
      workers++
      void work().finally(() => {
        workers--
        if (workers === 0) idle.resolve()
      })
    }
  }

  const force = (taps: ReadonlySet<TapRecord>, ids: Iterable<string> | 'all'): void => {
    for (const id of ids === 'all' ? states.keys() : ids) {
      const state = states.get(id)
      if (state === undefined) continue
      state.forced = new Set([...state.forced, ...taps])
      state.done = undefined
      waiting.add(id)
    }
  }

  return {
    /** Take over new, changed and (with undefined) removed services. */
    update(changes: Iterable<readonly [id: string, service: Service | undefined]>): void {
      for (const [id, service] of changes) {
        const state = states.get(id)
        if (service === undefined) {
          states.delete(id)
          waiting.delete(id)
          queue.delete(id)
          for (const tap of deps.taps()) settle(id, tap, undefined, null)
        } else if (state === undefined) {
          states.set(id, { input: service, steps: new Map(), forced: new Set(), done: undefined, output: null })
          waiting.add(id)
        } else if (state.input !== service) {
          state.input = service
          waiting.add(id)
        }
        finished.add(id)
      }
    },
    force,
    /** Work off the queue; resolves when it is empty, or after `patienceMs`: then what was last given counts. */
    async run(patienceMs: number): Promise<void> {
      if (deps.taps().length === 0) {
        waiting.clear()
        return
      }
      for (const id of waiting) queue.add(id)
      waiting.clear()
      awaited = true
      startWorkers()
      if (workers > 0) await waitAtMost(idle.promise, patienceMs)
      awaited = false
    },
    /** What a service became; null when it is left out. */
    result(id: string): Service | null {
      const state = states.get(id)
      if (state === undefined) return null
      if (deps.taps().length === 0) return state.input
      if (state.done === state.input) return state.output
      const known = lastKnown(state.input, deps.taps(), state.steps)
      return known !== null && state.output !== null && sameService(known, state.output) ? state.output : known
    },
    /** What each tap last made of a service, in order; without those that were never asked. */
    steps(id: string): readonly AnnotatorStep[] {
      const steps = states.get(id)?.steps
      return deps.taps().flatMap(tap => {
        const step = steps?.get(tap)
        return step === undefined ? [] : [{ tap: tap.id, ...step }]
      })
    },
    /** The ids whose result may have changed since somebody last asked. */
    takeFinished(): readonly string[] {
      const ids = [...finished]
      finished.clear()
      return ids
    },
    /** A service that a tap which must not be skipped has never annotated. */
    firstUnannotated(): { readonly tap: string; readonly id: string } | undefined {
      const taps = deps.taps().filter(tap => !tap.owner.optional)
      for (const [id, { steps, done, input, output }] of taps.length === 0 ? [] : states) {
        const tap = taps.find(candidate => steps.get(candidate)?.patch === undefined)
        // A tap after one that left the service out was never asked.
        if (tap !== undefined && !(done === input && output === null && steps.get(tap) === undefined)) return { tap: tap.id, id }
      }
      return undefined
    },
    stop(): void {
      stopped = true
      queue.clear()
      debts.stop()
      for (const controller of active) controller.abort()
    },
  }
}

import type { AnnotateCall } from '../hooks/contract.ts'
import { deadlineOf } from '../hooks/policy.ts'
import { runTap } from '../hooks/run-tap.ts'
import type { HookCall, TapRecord } from '../hooks/tap-record.ts'
import { type Problem, readProblem } from '../problem.ts'
import type { Service } from '../service.ts'
import type { Settings } from '../settings.ts'
import { applyPatch, type Patch, readAnnotation } from './annotation.ts'
import type { Suggest } from './key-contents.ts'
import { sameService } from './key-contents.ts'

/** What one tap last made of one service. */
export interface Step {
  readonly input: Service
  readonly output: Service | null
  /** From its last success; undefined when it never had one. */
  readonly patch: Patch | undefined
  readonly failure: { readonly error: unknown } | undefined
  readonly reports: readonly Problem[]
}

export interface PassDeps {
  readonly settings: Settings
  readonly suggest: Suggest
  /** Calls under way, to be aborted on stop. */
  readonly active: Set<AbortController>
}

/** One service on its way through the annotate taps. */
export interface AnnotatePass extends HookCall {
  current: Service | null
}

/**
 * Make the call that the annotate hook carries for one service. A tap whose input is the one that it had is not called
 * again, unless it is forced.
 */
export function createPass(
  input: Service,
  steps: Map<TapRecord, Step>,
  forced: ReadonlySet<TapRecord>,
  deps: PassDeps,
): AnnotatePass {
  const pass: AnnotatePass = {
    current: input,
    async run(tap) {
      const service = pass.current
      if (service === null) return
      const before = steps.get(tap)
      const step =
        before !== undefined && before.input === service && !forced.has(tap) ? before : await annotate(tap, service, before, deps)
      steps.set(tap, step)
      pass.current = step.output
    },
  }
  return pass
}

/** What a service becomes by what each tap last did, without calling any; null when one has never answered for it. */
export function lastKnown(input: Service, taps: readonly TapRecord[], steps: ReadonlyMap<TapRecord, Step>): Service | null {
  let current: Service | null = input
  for (const tap of taps) {
    const patch = steps.get(tap)?.patch
    current = patch === undefined ? null : applyPatch(current, patch)
    if (current === null) return null
  }
  return current
}

async function annotate(
  tap: TapRecord,
  input: Service,
  before: Step | undefined,
  { settings, suggest, active }: PassDeps,
): Promise<Step> {
  const reports: Problem[] = []
  let controller: AbortController | undefined
  let over = false
  const call: AnnotateCall = {
    // Most taps never look: one controller per call would cost more than the rest.
    get signal() {
      controller ??= new AbortController()
      if (over) controller.abort()
      else active.add(controller)
      return controller.signal
    },
    report: problem => void reports.push(readProblem(problem)),
  }
  const run = runTap(tap, [input, call], deadlineOf('annotate', settings), () => controller?.abort())
  const outcome = await run.outcome
  over = true
  if (controller !== undefined) active.delete(controller)
  const failed = (error: unknown): Step => {
    const patch = before?.patch
    const output = patch === undefined ? null : applyPatch(input, patch)
    return { input, output: keepIdentity(output, before), patch, failure: { error }, reports }
  }
  if (!outcome.ok) return failed(outcome.error)
  try {
    const { output, patch } = readAnnotation(input, outcome.value, suggest)
    return { input, output: keepIdentity(output, before), patch, failure: undefined, reports }
  } catch (error) {
    return failed(error)
  }
}

function keepIdentity(output: Service | null, before: Step | undefined): Service | null {
  return output !== null && before?.output && sameService(before.output, output) ? before.output : output
}

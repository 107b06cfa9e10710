import { type Problem, ProxymError, type Service } from '@proxym/core'
import type { Clock } from '../apply/clock.ts'
import { CheckRefused, type Refusal } from '../apply/refusal.ts'
import type { Syntax } from '../lint/index.ts'
import type { ConfigText } from '../text/index.ts'
import { changedIds, type ServiceMap, serviceMap, withUndone } from './changes.ts'
import { type Instead, quarantined, searchGoesOn, undecided } from './errors.ts'
import type { LastGood } from './last-good.ts'
import { createRegister } from './register.ts'
import { type Findings, searchGuilty, type Verdict } from './search.ts'
import { RenderFailed, verdictOn, verdictOnRendering } from './verdict.ts'

/** Brings services into the file; those for which it is refused stay as they last were. */
export interface ServiceApplier {
  /** Resolves with what single services lost. @throws ProxymError when something is left to do that no single service is at fault for */
  apply(services: readonly Service[], signal: AbortSignal): Promise<readonly Problem[]>
  /** This text, which was loaded before its check, has passed it. */
  proved(hash: string): void
  /** The services as the file should hold them now. */
  effective(services: readonly Service[]): readonly Service[]
}

export interface ServiceApplierParts {
  render(
    services: readonly Service[],
    signal: AbortSignal,
  ): Promise<{ readonly config: ConfigText; readonly problems: readonly Problem[] }>
  /** Resolves with whether it has passed its check; if not, `proved` is called when it has. */
  load(config: ConfigText, signal: AbortSignal): Promise<boolean>
  /** What the check command has against a text. */
  trial(config: ConfigText, signal: AbortSignal): Promise<Refusal | undefined>
  syntax(): Promise<Syntax>
  /** Ask for another call soon. */
  askAgain(reason: string): void
  readonly lastGood: LastGood
  readonly clock: Clock
  /** Whether there is a check command: without one nobody is found guilty of a rendering that fails. */
  readonly hasCheck: boolean
}

interface Situation {
  readonly now: ServiceMap
  readonly base: ServiceMap
  readonly held: ReadonlySet<string>
  readonly started: number
}

const searchMs = 60_000
const quarantineMinutes = 10
const nothing: ServiceMap = new Map()

export function createServiceApplier(parts: ServiceApplierParts): ServiceApplier {
  const { load, trial, lastGood, clock, hasCheck } = parts
  const register = createRegister()
  /** What passed its check while nothing was loaded yet and a search was not over. */
  let passed: ServiceMap | undefined
  let lastUndecided: readonly string[] = []
  /** Services of texts that are live and not checked yet, by their hash, oldest first. */
  const unproved = new Map<string, readonly Service[]>()

  const baseline = (): ServiceMap => lastGood.get() ?? passed ?? nothing
  const render = (services: readonly Service[], signal: AbortSignal) =>
    parts.render(services, signal).catch(error => {
      signal.throwIfAborted()
      throw error instanceof ProxymError ? new RenderFailed(error.problems) : error
    })
  const isGood = (services: readonly Service[]) => {
    unproved.clear()
    lastGood.set(services)
  }
  const bring = async (services: readonly Service[], signal: AbortSignal): Promise<readonly Problem[]> => {
    const { config, problems } = await render(services, signal)
    if (await load(config, signal)) isGood(services)
    else unproved.set(config.hash, services)
    return problems
  }

  const search = async (failure: RenderFailed | CheckRefused, situation: Situation, signal: AbortSignal): Promise<Findings> => {
    const { now, base, held, started } = situation
    const syntax = await parts.syntax()
    const changes = changedIds(base, now).filter(id => !held.has(id))
    const rank = new Map(lastUndecided.map((id, index) => [id, index]))
    const judged = (error: unknown, services: readonly Service[]): Verdict => {
      if (error instanceof RenderFailed) return verdictOnRendering(error)
      if (error instanceof CheckRefused) return verdictOn(error.refusal, services, syntax)
      throw error
    }
    return searchGuilty({
      // Those among which a guilty one was suspected come last: what is innocent is accepted sooner.
      changes: changes.toSorted((a, b) => (rank.get(a) ?? -1) - (rank.get(b) ?? -1)),
      first: judged(failure, withUndone(now, base, held)),
      hasTime: () => clock.now() - started < searchMs,
      async test(made) {
        const services = withUndone(now, base, new Set([...held, ...changes.filter(id => !made.has(id))]))
        try {
          const refusal = await trial((await render(services, signal)).config, signal)
          return refusal === undefined ? undefined : verdictOn(refusal, services, syntax)
        } catch (error) {
          return judged(error, services)
        }
      },
    })
  }

  const holdBack = ({ guilty, undecided: open }: Findings, { now, base }: Situation) => {
    const until = clock.now() + quarantineMinutes * 60_000
    for (const [id, words] of guilty) {
      const version = now.get(id)
      const instead: Instead = version === undefined ? 'not removed' : base.has(id) ? 'last good version' : 'left out'
      register.hold(id, { version, until, problem: quarantined(id, words, instead, quarantineMinutes) })
    }
    for (const id of open) register.hold(id, { version: now.get(id), until: Number.POSITIVE_INFINITY, problem: undefined })
  }

  const goOn = (): readonly string[] => {
    lastUndecided = register.release()
    if (lastUndecided.length > 0) parts.askAgain(searchGoesOn)
    return lastUndecided
  }

  /** Leave out what is guilty. @throws ProxymError when that is not enough */
  const sortOut = async (failure: RenderFailed | CheckRefused, situation: Situation, signal: AbortSignal) => {
    const findings = await search(failure, situation, signal)
    if (findings.fault === 'elsewhere') {
      // Perhaps it is an old version that is refused now: the next try takes everything as it is.
      register.keepOnly(new Set())
      throw failure
    }
    holdBack(findings, situation)
    const held = register.standing(() => situation.now, clock.now())
    const services = withUndone(situation.now, situation.base, held)
    const { accepted, undecided: open } = findings
    if (accepted !== undefined && (open.length === 0 || lastGood.get() !== undefined)) {
      return { held, problems: await bring(services, signal) }
    }
    // Nothing is proved; or nobody knows what the file serves now, and what is not decided may be part of it.
    if (accepted !== undefined) passed = serviceMap(services)
    goOn()
    throw accepted === undefined ? failure : new ProxymError(undecided(open, 'unknown'))
  }

  return {
    proved(hash) {
      const services = unproved.get(hash)
      if (services === undefined) return
      for (const earlier of unproved.keys()) {
        unproved.delete(earlier)
        if (earlier === hash) break
      }
      lastGood.set(services)
    },
    effective(services) {
      const held = register.standing(() => serviceMap(services), clock.now())
      return held.size === 0 ? services : withUndone(serviceMap(services), baseline(), held)
    },
    async apply(services, signal) {
      const started = clock.now()
      const now = () => serviceMap(services)
      const held = register.standing(now, started)
      const wanted = held.size === 0 ? services : withUndone(now(), baseline(), held)
      const done = await bring(wanted, signal).then(
        problems => ({ held, problems }),
        error => {
          if (!(error instanceof CheckRefused || (hasCheck && error instanceof RenderFailed))) throw error
          return sortOut(error, { now: now(), base: baseline(), held, started }, signal)
        },
      )
      register.keepOnly(done.held)
      const open = goOn()
      return [...done.problems, ...register.problems(), ...(open.length === 0 ? [] : [undecided(open, 'known')])]
    },
  }
}

import type { TapRecord } from '../../hooks/tap-record.ts'
import type { Service } from '../../service.ts'
import { sameService } from '../key-contents.ts'
import { type Hold, judge } from './judge.ts'
import { digestOf } from './shrink.ts'

/** One service on its way to the generators, and the source that it comes from. */
export interface Guarded {
  readonly tap: TapRecord
  readonly rank: number
  readonly service: Service
}

/** What became of one id: the service that goes on to the generators, or none. */
export type GuardedChange = readonly [id: string, guarded: Guarded | undefined]

/** A removal that waits. */
export interface Withheld {
  readonly tap: TapRecord
  /** What confirms it. */
  readonly digest: string
  /** Sorted. */
  readonly ids: readonly string[]
  /** Services of the source before. */
  readonly before: number
  /** When the source is to be read again; monotonic milliseconds. */
  readonly dueAt: number
}

export interface ShrinkGuardDeps {
  readonly confirmMs: (tap: TapRecord) => number
  /** When the last full read of a source that succeeded began; monotonic milliseconds. */
  readonly readAt: (tap: TapRecord) => number
  readonly now: () => number
}

interface SourceState {
  /** Services that reach the generators. */
  shown: number
  /** Grows whenever one of them changes. */
  revision: number
  /** Services that it reports now. */
  reported: number
  /** Shown and no longer reported. */
  readonly missing: Set<string>
  confirmed: ReadonlySet<string>
  hold: Hold | undefined
}

/**
 * Stands between what the sources say and what the generators see: additions and changes pass, and a removal that takes too much away
 * waits until the source has said it twice or a person has confirmed it. Until then the services stay as they were.
 */
export function createShrinkGuard({ confirmMs, readAt, now }: ShrinkGuardDeps) {
  const shown = new Map<string, Guarded>()
  const reported = new Map<string, Guarded>()
  const sources = new Map<TapRecord, SourceState>()

  const stateOf = (tap: TapRecord): SourceState => {
    const state = sources.get(tap) ?? {
      shown: 0,
      revision: 0,
      reported: 0,
      missing: new Set(),
      confirmed: new Set(),
      hold: undefined,
    }
    sources.set(tap, state)
    return state
  }

  const count = (tap: TapRecord, change: number): void => {
    const state = stateOf(tap)
    state.shown += change
    state.revision++
  }

  const show = (id: string, guarded: Guarded | undefined): void => {
    const before = shown.get(id)
    if (before?.service === guarded?.service && before?.tap === guarded?.tap) return
    if (before !== undefined) count(before.tap, -1)
    if (guarded === undefined) shown.delete(id)
    else {
      shown.set(id, guarded)
      count(guarded.tap, 1)
    }
  }

  const report = (id: string, guarded: Guarded | undefined): void => {
    const before = reported.get(id)
    if (before !== undefined) stateOf(before.tap).reported--
    if (guarded === undefined) reported.delete(id)
    else {
      reported.set(id, guarded)
      stateOf(guarded.tap).reported++
    }
  }

  const settle = (tap: TapRecord, state: SourceState, before: number): readonly string[] => {
    const verdict = judge(state.hold, {
      ...{ missing: new Set(state.missing), before, after: state.reported, confirmed: state.confirmed },
      ...{ readAt: readAt(tap), now: now(), confirmMs: confirmMs(tap) },
    })
    state.hold = verdict.hold
    state.confirmed = new Set()
    for (const id of verdict.released) state.missing.delete(id)
    return [...verdict.released]
  }

  return {
    /** Start from what an earlier proxym showed. */
    restore(services: Iterable<GuardedChange>): void {
      for (const [id, guarded] of services) show(id, guarded)
      for (const [id, { tap }] of shown) stateOf(tap).missing.add(id)
    },
    /** Take over what the sources report now of these ids; returns what changes for the generators. */
    update(changes: Iterable<GuardedChange>): readonly GuardedChange[] {
      const before = new Map([...sources].map(([tap, state]) => [tap, state.shown]))
      const result: GuardedChange[] = []
      for (const [id, guarded] of changes) {
        report(id, guarded)
        const owner = shown.get(id)?.tap
        if (owner !== undefined && owner !== guarded?.tap) {
          stateOf(owner).missing.add(id)
          continue
        }
        if (guarded === undefined) continue
        const wasMissing = stateOf(guarded.tap).missing.delete(id)
        const kept = wasMissing ? keepIdentity(guarded, shown.get(id)) : guarded
        show(id, kept)
        result.push([id, kept])
      }
      for (const [tap, state] of sources) {
        if (state.missing.size === 0 && state.hold === undefined) continue
        for (const id of settle(tap, state, before.get(tap) ?? 0)) {
          // Another source may have reported the id all the time.
          const successor = reported.get(id)
          show(id, successor)
          result.push([id, successor])
        }
      }
      return result
    },
    /** Services of a source that are reported now. */
    count: (tap: TapRecord): number => sources.get(tap)?.reported ?? 0,
    /** Services of a source that reach the generators. */
    countShown: (tap: TapRecord): number => sources.get(tap)?.shown ?? 0,
    /** The source whose service with this id reaches the generators. */
    tapOf: (id: string): TapRecord | undefined => shown.get(id)?.tap,
    /** The service with this id that reaches the generators, before its claims are settled. */
    shownService: (id: string): Service | undefined => shown.get(id)?.service,
    /** Every service that reaches the generators, before claims are settled. */
    shownServices: (): readonly Service[] => [...shown.values()].map(({ service }) => service),
    /** The services of a source that reach the generators. */
    shownOf: (tap: TapRecord): readonly Service[] =>
      [...shown.values()].flatMap(guarded => (guarded.tap === tap ? [guarded.service] : [])),
    /** Grows whenever these change. */
    revision: (tap: TapRecord): number => sources.get(tap)?.revision ?? 0,
    withheld(): readonly Withheld[] {
      return [...sources].flatMap(([tap, { hold, missing }]) =>
        hold === undefined
          ? []
          : [{ tap, digest: digestOf(tap.id, missing), ids: [...missing].sort(), before: hold.before, dueAt: hold.dueAt }],
      )
    },
    /** Let the removal with this digest pass at the next update. Returns whether there is one. */
    confirm(digest: string): boolean {
      const found = [...sources].find(([tap, { hold, missing }]) => hold !== undefined && digestOf(tap.id, missing) === digest)
      if (found === undefined) return false
      found[1].confirmed = new Set(found[1].missing)
      return true
    },
  }
}

// A service that is back as it was is the one that was shown all the time.
function keepIdentity(guarded: Guarded, before: Guarded | undefined): Guarded {
  return before !== undefined && sameService(before.service, guarded.service) ? { ...guarded, service: before.service } : guarded
}

import type { TapRecord } from '../../hooks/tap-record.ts'
import { digestOf } from './shrink.ts'

/** A first answer of no services that waits. */
export interface EmptyStart {
  readonly tap: TapRecord
  readonly digest: string
  /** When the source is to be read again; monotonic milliseconds. */
  readonly dueAt: number
}

interface FirstAnswersDeps {
  readonly confirmMs: (tap: TapRecord) => number
  readonly readAt: (tap: TapRecord) => number
  readonly now: () => number
}

/** Remembers whose first answer was "none": with a target that exists, that is believed only when it is said twice. */
export function createFirstAnswers({ confirmMs, readAt, now }: FirstAnswersDeps) {
  const waiting = new Map<TapRecord, number>()
  const believed = new Set<TapRecord>()
  const digest = (tap: TapRecord): string => digestOf(tap.id, [])

  return {
    /** A source is known already, from an earlier proxym. */
    believe: (tap: TapRecord): void => void believed.add(tap),
    believes: (tap: TapRecord): boolean => believed.has(tap),
    /** Look at one source that has answered. */
    look(tap: TapRecord, services: number): void {
      const dueAt = waiting.get(tap)
      if (believed.has(tap)) return
      if (services > 0) waiting.delete(tap)
      else if (confirmMs(tap) === 0 || (dueAt !== undefined && readAt(tap) >= dueAt)) {
        waiting.delete(tap)
        believed.add(tap)
      } else if (dueAt === undefined) waiting.set(tap, now() + confirmMs(tap))
    },
    waiting: (): readonly EmptyStart[] => [...waiting].map(([tap, dueAt]) => ({ tap, digest: digest(tap), dueAt })),
    /** Nothing waits any more: the first outcome is there. */
    clear: (): void => waiting.clear(),
    /** Believe the first answer that this digest stands for. Returns whether there is one. */
    confirm(given: string): boolean {
      const found = [...waiting.keys()].find(tap => digest(tap) === given)
      if (found === undefined) return false
      waiting.delete(found)
      believed.add(found)
      return true
    },
  }
}

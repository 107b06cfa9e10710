import { isShrink } from './shrink.ts'

/** A removal that waits until the source has confirmed it. */
export interface Hold {
  /** The services that were missing when it began. */
  readonly ids: ReadonlySet<string>
  /** Services of the source before that. */
  readonly before: number
  /** When a full read may begin that confirms it; monotonic milliseconds. */
  readonly dueAt: number
}

/** What is known of one source when its removals are judged. Times are monotonic milliseconds. */
export interface Situation {
  /** Services that reached the generators and are no longer reported. */
  readonly missing: ReadonlySet<string>
  /** Services that reached the generators before this change, the missing ones too. */
  readonly before: number
  /** Services that it reports now. */
  readonly after: number
  /** Of the missing ones, those whose removal a person has confirmed. */
  readonly confirmed: ReadonlySet<string>
  /** When the last full read that succeeded began. */
  readonly readAt: number
  readonly now: number
  /** 0: nothing is ever held. */
  readonly confirmMs: number
}

export interface Verdict {
  /** What may be removed now. */
  readonly released: ReadonlySet<string>
  readonly hold: Hold | undefined
}

/** Decide which of the missing services may be removed, and what still waits for a second answer. */
export function judge(hold: Hold | undefined, situation: Situation): Verdict {
  const { missing, before, after, confirmed, readAt, now, confirmMs } = situation
  if (missing.size === 0) return { released: missing, hold: undefined }
  const begin = (ids: ReadonlySet<string>, of: number): Hold => ({ ids, before: of, dueAt: now + confirmMs })
  if (confirmed.size > 0) return without(confirmed, hold, situation)
  if (confirmMs === 0 || !isShrink({ before: hold?.before ?? before, missing: missing.size, after }))
    return { released: missing, hold: undefined }
  if (hold === undefined) return { released: new Set(), hold: begin(missing, before) }
  // Some came back: the answers do not agree, so neither is believed.
  if (!hold.ids.isSubsetOf(missing)) return { released: new Set(), hold: begin(missing, hold.before) }
  if (readAt < hold.dueAt) return { released: new Set(), hold }
  return without(hold.ids, undefined, situation)
}

/** Release these, and judge what else is missing as a change of its own. */
function without(ids: ReadonlySet<string>, hold: Hold | undefined, situation: Situation): Verdict {
  const released = ids.intersection(situation.missing)
  const missing = situation.missing.difference(released)
  const left =
    hold === undefined ? undefined : { ...hold, ids: hold.ids.difference(released), before: hold.before - released.size }
  const rest = judge(left?.ids.size === 0 ? undefined : left, {
    ...situation,
    missing,
    before: situation.before - released.size,
    confirmed: new Set(),
  })
  return { released: released.union(rest.released), hold: rest.hold }
}

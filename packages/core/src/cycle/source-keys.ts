import type { TapRecord } from '../hooks/tap-record.ts'
import type { Problem } from '../problem.ts'
import { type Contribution, EMPTY, isContribution, type KeyContents, type Raw } from './key-contents.ts'

/** One service as one key of one source reports it. */
export interface Entry {
  readonly tap: TapRecord
  /** Position of the source among all sources: the lower one wins a claim. */
  readonly rank: number
  readonly key: string
  readonly contribution: Contribution
}

export interface Delta {
  readonly removed: ReadonlySet<Entry>
  readonly added: ReadonlySet<Entry>
}

/** One service that is not valid. */
export interface Rejection {
  readonly tap: TapRecord
  readonly key: string
  /** As it was given; undefined when that is no plain data. */
  readonly raw: Raw | undefined
  readonly problem: Problem
}

interface Held {
  readonly contents: KeyContents
  readonly entries: readonly Entry[]
}

/** What every key of one source contributes now, and what changed since somebody last asked. */
export function createSourceKeys(tap: TapRecord, rank: number) {
  const keys = new Map<string, Held>()
  let removed = new Set<Entry>()
  let added = new Set<Entry>()
  let services = 0
  let revision = 0

  const replace = (key: string, contents: KeyContents): void => {
    const held = keys.get(key)
    if ((held?.contents ?? EMPTY) === contents) return
    revision++
    const before = held?.entries ?? []
    const known = new Map(before.map(entry => [entry.contribution, entry]))
    const contributions = contents.results.filter(isContribution)
    const entries = contributions.map(contribution => known.get(contribution) ?? { tap, rank, key, contribution })
    const current = new Set(entries)
    for (const entry of before) {
      if (current.has(entry)) continue
      // An entry that nobody has seen yet vanishes without a trace.
      if (!added.delete(entry)) removed.add(entry)
    }
    const old = new Set(before)
    for (const entry of entries) if (!old.has(entry)) added.add(entry)
    services += entries.length - before.length
    if (contents === EMPTY) keys.delete(key)
    else keys.set(key, { contents, entries })
  }

  return {
    contents: (key: string): KeyContents => keys.get(key)?.contents ?? EMPTY,
    /** Grows whenever what is held changes. */
    revision: (): number => revision,
    has: (key: string): boolean => keys.has(key),
    keys: (): IterableIterator<string> => keys.keys(),
    replace,
    remove: (key: string): void => replace(key, EMPTY),
    idsOf: (key: string): readonly string[] => (keys.get(key)?.entries ?? []).map(entry => entry.contribution.service.id),
    rejected: (key: string): readonly Problem[] =>
      (keys.get(key)?.contents.results ?? []).filter((result): result is Problem => !isContribution(result)),
    /** What is not valid, of all keys. */
    rejections: (): readonly Rejection[] =>
      [...keys].flatMap(([key, { contents }]) =>
        contents.results.flatMap((result, index) =>
          isContribution(result) ? [] : [{ tap, key, raw: contents.raw[index], problem: result }],
        ),
      ),
    /** A service of a key as it was given. */
    rawOf: (key: string, contribution: Contribution): Raw | undefined => {
      const contents = keys.get(key)?.contents ?? EMPTY
      return contents.raw[contents.results.indexOf(contribution)]
    },
    count: (): number => services,
    takeDelta(): Delta {
      const delta = { removed, added }
      removed = new Set()
      added = new Set()
      return delta
    },
  }
}

export type SourceKeys = ReturnType<typeof createSourceKeys>

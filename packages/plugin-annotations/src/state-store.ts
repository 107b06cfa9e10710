import type { PluginState } from '@proxym/core'
import type { AnnotationStore, AnnotationsById } from './annotation-store.ts'
import { unreadable } from './errors.ts'
import { readKept, toKept, withEntry } from './kept-annotations.ts'
import type { Warn } from './warn.ts'

const KEY = 'annotations'

/** What this proxym has kept; undefined when it never has. */
export function lastKept(state: PluginState, warn: Warn): AnnotationsById | undefined {
  const kept = state.get(KEY)
  if (kept === undefined || kept === null || typeof kept !== 'object') return undefined
  const { annotations, unreadable: ids } = readKept(Object.entries(kept))
  if (ids.length > 0) warn(unreadable(ids, 'the state folder'))
  return annotations
}

/** Put them where the next process finds them; written soon. */
export function keep(state: PluginState, annotations: AnnotationsById): void {
  state.set(KEY, toKept(annotations), { lasting: true })
}

/** Annotations in the state folder of this proxym. */
export function createStateStore(state: PluginState, warn: Warn): AnnotationStore {
  let kept: AnnotationsById | undefined
  const current = (): AnnotationsById => {
    kept ??= lastKept(state, warn) ?? new Map()
    return kept
  }
  const replace: AnnotationStore['save'] = async (id, annotation) => {
    const before = current()
    const next = withEntry(before, id, annotation)
    keep(state, next)
    try {
      await state.save()
    } catch (error) {
      keep(state, before)
      throw error
    }
    kept = next
  }
  return {
    load: async () => current(),
    save: replace,
    expire: id => replace(id, undefined),
    // Nobody else writes here.
    follow: async () => {},
  }
}

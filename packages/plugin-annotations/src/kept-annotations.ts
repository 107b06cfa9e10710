import type { JsonValue } from '@proxym/core'
import { type Annotation, keptAnnotation } from './annotation.ts'
import type { AnnotationsById } from './annotation-store.ts'

/** Read what was kept, whoever wrote it: each annotation by itself, so that a bad one takes no other with it. */
export function readKept(entries: Iterable<readonly [id: string, value: unknown]>): {
  readonly annotations: Map<string, Annotation>
  readonly unreadable: readonly string[]
} {
  const annotations = new Map<string, Annotation>()
  const unreadable: string[] = []
  for (const [id, value] of entries) {
    const result = keptAnnotation.safeParse(value)
    if (result.success) annotations.set(id, result.data)
    else unreadable.push(id)
  }
  return { annotations, unreadable }
}

/** As it is kept: the same annotations in any order give the same. */
export function toKept(annotations: AnnotationsById): JsonValue {
  return Object.fromEntries(
    [...annotations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, annotation]) => [id, { ...annotation }]),
  )
}

/** The same with one more, or with undefined one less. */
export function withEntry<T>(entries: ReadonlyMap<string, T>, id: string, entry: T | undefined): ReadonlyMap<string, T> {
  const next = new Map(entries)
  if (entry === undefined) next.delete(id)
  else next.set(id, entry)
  return next
}

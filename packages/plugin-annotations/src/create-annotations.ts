import { ProxymError } from '@proxym/core'
import { type Annotation, isExpired } from './annotation.ts'
import type { AnnotationStore, AnnotationsById } from './annotation-store.ts'
import { tooMany } from './errors.ts'
import { withEntry } from './kept-annotations.ts'

const MOST = 10_000

interface AnnotationsDeps {
  readonly store: AnnotationStore
  /** Epoch milliseconds. */
  readonly now: () => number
  /** These services are to be annotated again. */
  readonly changed: (ids: readonly string[], why: string) => void
}

/** The annotations as they count now. Every change is kept first and takes effect then. */
export function createAnnotations({ store, now, changed }: AnnotationsDeps) {
  let current: AnnotationsById | undefined
  let loading: Promise<AnnotationsById> | undefined
  /** One change after the other. */
  let last: Promise<unknown> = Promise.resolve()

  const load = async (signal: AbortSignal): Promise<AnnotationsById> => {
    if (current !== undefined) return current
    loading ??= store.load(signal).finally(() => {
      loading = undefined
    })
    const loaded = await loading
    current ??= loaded
    return current
  }

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }

  const put = (id: string, annotation: Annotation | undefined): void => {
    current = withEntry(current ?? new Map(), id, annotation)
  }

  const valid = (annotation: Annotation | undefined): Annotation | undefined =>
    annotation === undefined || isExpired(annotation, now()) ? undefined : annotation

  return {
    load,
    /** The one that counts for a service. */
    get: (id: string): Annotation | undefined => valid(current?.get(id)),
    list: (): readonly (readonly [id: string, annotation: Annotation])[] =>
      [...(current ?? [])].filter(([, annotation]) => !isExpired(annotation, now())).sort(([a], [b]) => (a < b ? -1 : 1)),
    /** @throws ProxymError when it was not kept, or when there are too many */
    set: (id: string, annotation: Annotation, signal: AbortSignal): Promise<void> =>
      inTurn(async () => {
        const known = await load(signal)
        if (!known.has(id) && known.size >= MOST) throw new ProxymError(tooMany(MOST))
        await store.save(id, annotation)
        put(id, annotation)
        changed([id], 'set')
      }),
    /** Resolves with whether there was one. @throws ProxymError when the removal was not kept */
    remove: (id: string, signal: AbortSignal): Promise<boolean> =>
      inTurn(async () => {
        const known = await load(signal)
        if (valid(known.get(id)) === undefined) return false
        await store.save(id, undefined)
        put(id, undefined)
        changed([id], 'removed')
        return true
      }),
    /** Take over what others have changed. */
    replace(all: AnnotationsById): void {
      const before = current ?? new Map<string, Annotation>()
      current = all
      const ids = [...new Set([...before.keys(), ...all.keys()])]
      const different = ids.filter(id => JSON.stringify(before.get(id)) !== JSON.stringify(all.get(id)))
      if (different.length > 0) changed(different, 'changed by another proxym')
    },
    /** When the next one expires; epoch milliseconds. */
    nextExpiry(): number | undefined {
      const times = [...(current?.values() ?? [])].flatMap(({ expiresAt }) =>
        expiresAt === undefined ? [] : [Date.parse(expiresAt)],
      )
      return times.length === 0 ? undefined : Math.min(...times)
    },
    /** Let go of those whose time is over. @throws ProxymError when that was not kept; they do not count all the same */
    expire: (): Promise<void> =>
      inTurn(async () => {
        const over = [...(current ?? [])].filter(([, annotation]) => isExpired(annotation, now()))
        if (over.length === 0) return
        for (const [id] of over) put(id, undefined)
        changed(
          over.map(([id]) => id),
          'expired',
        )
        for (const [id, annotation] of over) await store.expire(id, annotation)
      }),
  }
}

export type Annotations = ReturnType<typeof createAnnotations>

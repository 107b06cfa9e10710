import type { Annotation } from './annotation.ts'

/** Annotations by the id of their service. */
export type AnnotationsById = ReadonlyMap<string, Annotation>

/** Where annotations are kept. */
export interface AnnotationStore {
  /** Read all. @throws when they cannot be read and nothing is known of them */
  load(signal: AbortSignal): Promise<AnnotationsById>
  /** Keep one, or with undefined forget it; resolves when that would survive a crash. @throws ProxymError when it was not kept */
  save(id: string, annotation: Annotation | undefined): Promise<void>
  /** Forget one that has expired, unless it is another one meanwhile. */
  expire(id: string, annotation: Annotation): Promise<void>
  /** Follow what others change until the signal aborts. */
  follow(changed: (all: AnnotationsById) => void, signal: AbortSignal): Promise<void>
}

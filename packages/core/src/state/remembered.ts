import { createHash } from 'node:crypto'
import type { RawAnswer } from '../cycle/restore.ts'
import type { JsonValue, Service } from '../service.ts'

/** What is known of one source. */
export interface KnownSource {
  /** What it last reported. */
  readonly answer: RawAnswer
  /** Its services as the generators were last shown them: none of them may vanish all at once. */
  readonly shown: readonly Service[]
}

/** One thing that outlives the process, with a file of its own. */
export type Remembered =
  | ({ readonly kind: 'source'; readonly tap: string } & KnownSource)
  | { readonly kind: 'value'; readonly plugin: string; readonly key: string; readonly value: JsonValue }
  | { readonly kind: 'services'; readonly plugin: string; readonly key: string; readonly services: readonly Service[] }

/** What tells one from the others. */
export type RememberedId =
  | { readonly kind: 'source'; readonly tap: string }
  | { readonly kind: 'value' | 'services'; readonly plugin: string; readonly key: string }

/** How the names of all state files of one configuration begin. Two configurations may share a state folder. */
export function prefixOf(configuration: string): string {
  return `state-${hashed(configuration)}-`
}

/** The name of a file. No id becomes part of a path: it may hold anything. */
export function fileNameOf(configuration: string, id: RememberedId): string {
  const words = id.kind === 'source' ? [id.kind, id.tap] : [id.kind, id.plugin, id.key]
  return `${prefixOf(configuration)}${hashed(JSON.stringify(words))}`
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

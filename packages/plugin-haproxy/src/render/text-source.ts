import type { TemplateData } from '../data/index.ts'
import type { Sources } from './template-files.ts'

/** A template as it was at some moment. The same object as long as nothing changed. */
export interface TemplateVersion {
  readonly id: number
  /** Its files; grows with what rendering reads. Empty for a function. */
  readonly sources: Sources
}

/** What turns data into text. The one place that a faster or partial way of rendering would replace. */
export interface TextSource {
  /** The versions to try: the newest, then the last one that was kept when it is another. */
  versions(): Promise<readonly TemplateVersion[]>
  /** @throws ProxymError when this version gives no text */
  render(version: TemplateVersion, data: TemplateData, signal: AbortSignal): Promise<string>
  /** Remember that this version gave a text that may be used. */
  keep(version: TemplateVersion): void
  files(): readonly string[]
  reload(): void
  close(): Promise<void>
}

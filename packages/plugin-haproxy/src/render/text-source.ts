import type { DeniedListener, TemplateService } from '../data/index.ts'
import type { ReservedPorts } from '../lint/index.ts'
import type { ConfigText } from '../text/index.ts'
import type { Sources } from './template-files.ts'

/** A template as it was at some moment. The same object as long as nothing changed. */
export interface TemplateVersion {
  readonly id: number
  /** Its files; grows with what rendering reads. Empty for a function. */
  readonly sources: Sources
}

/** What a text is made of. */
export interface RenderInput {
  readonly services: readonly TemplateService[]
  readonly reserved: ReservedPorts
  readonly vars: Readonly<Record<string, unknown>>
}

/** One rendering. */
export interface RenderCall {
  readonly signal: AbortSignal
  /** New pieces of the text, as they are made; whether it comes to a text shows at the end. */
  onPieces(pieces: readonly string[]): void
}

/** A tidy text. */
export interface SourceText {
  readonly config: ConfigText
  /** Listeners for which the file has no room. */
  readonly denied: readonly DeniedListener[]
}

/** What turns services into text. */
export interface TextSource {
  /** The versions to try: the newest, then the last one that was kept when it is another. */
  versions(): Promise<readonly TemplateVersion[]>
  /** @throws ProxymError when this version gives no text */
  render(version: TemplateVersion, input: RenderInput, call: RenderCall): Promise<SourceText>
  /** Remember that this version gave a text that may be used. */
  keep(version: TemplateVersion): void
  files(): readonly string[]
  reload(): void
  close(): Promise<void>
}

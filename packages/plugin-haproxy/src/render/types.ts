import type { Problem, Snapshot } from '@proxym/core'
import type { Lookup, TemplateData } from '../data/index.ts'
import type { ConfigTextPolicy, Syntax } from '../lint/index.ts'
import type { ConfigText } from '../text/index.ts'

/** A template in code: the whole text from the data. Trusted like any other code of the configuration. */
export type TemplateFunction = (data: TemplateData) => string | Promise<string>

/** What a template may cost before it is stopped. */
export interface RenderLimits {
  /** Longest time of one rendering. @default 10000 */
  readonly timeMs?: number
  /** Longest output in characters. @default 67108864 */
  readonly outputChars?: number
  /** Heap of the thread that renders. @default 1024 */
  readonly heapMiB?: number
}

export interface RendererOptions {
  /** Path of a Liquid file, the name of a bundled template (`haproxy`, `haproxy-maps`, `nginx`), or a function. */
  readonly template: string | TemplateFunction
  /** Where a relative path starts. */
  readonly configDir: string
  /** The file that the text is for; files that the template makes beside it begin with its path. */
  readonly targetPath: string
  /** Whose rules the output is checked by. @default of the bundled template, else what the template looks like */
  readonly syntax?: Syntax | undefined
  /** What happens with the `config` text of services. @default 'lint' */
  readonly configText?: ConfigTextPolicy | undefined
  /** What the template reads as `vars`. @default {} */
  readonly vars?: Readonly<Record<string, unknown>> | undefined
  readonly limits?: RenderLimits | undefined
  /** Whether host names are written as the addresses they have now. @default true for nginx, which would refuse the whole file otherwise */
  readonly resolveNames?: boolean | undefined
  /** How host names are looked up. @default the system's way */
  readonly lookup?: Lookup | undefined
}

/** A rendered and linted file. */
export interface Rendered {
  readonly config: ConfigText
  /** What single services lost; the rest of the file is right. */
  readonly problems: readonly Problem[]
  /** Template and partials that were read. */
  readonly files: readonly string[]
}

/** From a snapshot to the linted text of one file. */
export interface Renderer {
  /** Whose rules apply; known once the template has been read. */
  syntax(): Promise<Syntax>
  /**
   * Render and lint.
   *
   * @throws ProxymError when there is no text that may be used: template missing or wrong, limits passed, lint of the whole file
   */
  render(snapshot: Snapshot, options: { readonly signal: AbortSignal }): Promise<Rendered>
  /** Template and partials to watch, also those that are missing; empty for a function. Grows with what rendering reads. */
  files(): readonly string[]
  /** Drop what was read of the template: the next rendering reads it again. */
  reload(): void
  /** End the thread that renders. Safe to repeat. */
  close(): Promise<void>
}

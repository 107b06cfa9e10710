/** What a plugin can do, by the hook that it taps. */
export const kinds = ['source', 'notifier', 'annotator', 'generator'] as const
/** One of them. */
export type Kind = (typeof kinds)[number]

/** In what a plugin can be written. */
export const languages = ['typescript', 'javascript'] as const
/** One of them. */
export type Language = (typeof languages)[number]

/** What is to be made. */
export interface Choices {
  /** Of the package: `proxym-plugin-acme`, `@acme/proxym-plugin-dns`. */
  readonly packageName: string
  /** Of the plugin, in logs and variables: `acme`. */
  readonly pluginName: string
  /** In the order of the hooks. */
  readonly kinds: readonly Kind[]
  readonly language: Language
}

/** How one environment variable sets one option. */
export interface EnvBinding {
  /** Path of the option: `servers`, `tls.ca`. */
  readonly option: string
  /** What the text of the variable means. */
  readonly kind: 'text' | 'list' | 'number' | 'boolean'
}

/** The variable's text as it is. */
export const text = (option: string): EnvBinding => ({ option, kind: 'text' })
/** Comma-separated, each trimmed, empty ones dropped. */
export const list = (option: string): EnvBinding => ({ option, kind: 'list' })
/** A decimal number. */
export const number = (option: string): EnvBinding => ({ option, kind: 'number' })
/** `1`, `t`, `true`, … or `0`, `f`, `false`, … */
export const boolean = (option: string): EnvBinding => ({ option, kind: 'boolean' })

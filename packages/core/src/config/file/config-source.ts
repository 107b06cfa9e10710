import type { ConfigPath } from '../config-path.ts'
import { formatPath } from '../config-path.ts'
import type { Place } from './excerpt.ts'

/** Whether a mistake is in a key (an unknown one) or in its value. */
export type Spot = 'key' | 'value'

/** A configuration file that has been read. */
export interface ConfigSource {
  /** Absolute. */
  readonly path: string
  /** The whole content; checked by nobody yet. */
  readonly value: unknown
  /** Where something was written; for what is missing, where it should be. */
  place(path: ConfigPath, spot?: Spot): Place
}

/** A source whose places are option paths, for files that are programs. */
export function programSource(path: string, label: string, value: unknown): ConfigSource {
  return {
    path,
    value,
    place: option => ({ where: option.length === 0 ? label : `${label} ${formatPath(option)}` }),
  }
}

/** What happens with the `config` text of a service: checked, left out, or written as it is. */
export type ConfigTextMode = 'lint' | 'off' | 'trusted'

/** One mode for all services, or one per source label (`lint` for the others). */
export type ConfigTextPolicy = ConfigTextMode | Readonly<Record<string, ConfigTextMode>>

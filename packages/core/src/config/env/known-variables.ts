/** A plugin whose variables are known without loading it. */
interface OfficialPlugin {
  readonly word: string
  readonly variables: readonly string[]
}

/** The official plugins, in the order in which the environment adds them, with the variables that are promised to work. */
export const officialPlugins: readonly OfficialPlugin[] = [
  { word: 'file', variables: ['CONFIGS_PATH'] },
  { word: 'hipache', variables: ['DRIVER', 'REDIS_ADDRESS'] },
  { word: 'haproxy', variables: ['TEMPLATE_PATH', 'CONFIG_FILE_PATH', 'CHECK_COMMAND', 'RELOAD_COMMAND'] },
  { word: 'marathon', variables: ['SERVERS'] },
  { word: 'mesos-master', variables: ['DOMAIN', 'MASTERS', 'POLL_INTERVAL'] },
  { word: 'signal', variables: [] },
  { word: 'stdout', variables: [] },
]

/** Variables of proxym itself. */
export const coreVariables = [
  'PROXYM_CONFIG',
  'PROXYM_LISTEN_ADDRESS',
  'PROXYM_LOG_APPLOG_LEVEL',
  'PROXYM_LOG_FORMAT',
  'PROXYM_STATE_DIR',
  'PROXYM_HTTP_TOKEN',
] as const

/** Variables of the 2016 HTTP API, which is part of proxym now. */
export const oldApiPrefix = 'PROXYM_HTTPAPI_'

/** The prefixes of a plugin's variables, without `PROXYM_`; the first one is used in messages. */
export function prefixesOf(name: string): readonly string[] {
  const prefix = name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  return prefix === 'HAPROXY' ? ['PROXY', 'HAPROXY'] : [prefix]
}

/** The bare word that a prefix stands for: `MESOS_MASTER` → `mesos-master`. */
export function wordOf(prefix: string): string {
  return prefix === 'PROXY' ? 'haproxy' : prefix.toLowerCase().replaceAll('_', '-')
}

/** The name of a plugin as its switch spells it: `Acme DNS` → `acme-dns`. */
export function switchWord(name: string): string {
  return wordOf(prefixesOf(name)[0] ?? '')
}

/** The variable that adds or removes a plugin. */
export function enabledVariable(name: string): string {
  return `PROXYM_${prefixesOf(name)[0]}_ENABLED`
}

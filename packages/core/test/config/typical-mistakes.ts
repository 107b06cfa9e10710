/** One mistake that people make, alone in a configuration that is right otherwise. */
export interface TypicalMistake {
  readonly name: string
  readonly yaml?: string
  readonly env?: Readonly<Record<string, string>>
  /** The whole message with its place and its hint. */
  readonly says: string
}

const file = '[file, { configsPath: ./services }]'

export const typicalMistakes: readonly TypicalMistake[] = [
  {
    name: 'a misspelt key',
    yaml: `plugins: [${file}]\nlisen: 127.0.0.1:80`,
    says: 'proxym.config.yaml:2:1: unknown key `lisen`. Did you mean `listen`?',
  },
  {
    name: 'a key that nothing resembles',
    yaml: `plugins: [${file}]\nlog: { colour: true }`,
    says: 'proxym.config.yaml:2:8: unknown key `colour` in `log`. Remove it; known are `level` and `format`.',
  },
  {
    name: 'a port without an address',
    yaml: `plugins: [${file}]\nlisten: '5678'`,
    says: 'proxym.config.yaml:2:9: `listen` must be host:port, :port or [IPv6]:port, got "5678". Write e.g. "127.0.0.1:5678".',
  },
  {
    name: 'a port as a number',
    yaml: `plugins: [${file}]\nlisten: 5678`,
    says: 'proxym.config.yaml:2:9: `listen` must be a string, got 5678. Put it in quotes: "5678".',
  },
  {
    name: 'a time in quotes',
    yaml: `plugins: [${file}]\nresyncMs: '60000'`,
    says: 'proxym.config.yaml:2:11: `resyncMs` must be a number, got "60000". Write it without quotes: 60000.',
  },
  {
    name: 'a negative time',
    yaml: `plugins: [${file}]\ndebounceMs: -1`,
    says: 'proxym.config.yaml:2:13: `debounceMs` must be at least 0, got -1. Write 0 or more.',
  },
  {
    name: 'a time that timers cannot keep',
    yaml: `plugins: [${file}]\nresyncMs: 9999999999`,
    says: 'proxym.config.yaml:2:11: `resyncMs` must be at most 2147483647, got 9999999999. Write 2147483647 or less.',
  },
  {
    name: 'a level that does not exist',
    yaml: `plugins: [${file}]\nlog: { level: warnin }`,
    says: 'proxym.config.yaml:2:15: `log.level` must be one of "critical", "error", "warning", "notice", "info", "debug", got "warnin". Did you mean "warning"?',
  },
  {
    name: 'a log verb that does not exist',
    yaml: `plugins: [${file}]\nlog: { format: '%{mesage}' }`,
    says: 'proxym.config.yaml:2:16: log format: `%{mesage}` is not a verb. The verbs are time, level, message, module, longfunc, shortfunc, id, pid, program and color; or write `json` for the whole format.',
  },
  {
    name: 'plugins as an object',
    yaml: 'plugins: { file: { configsPath: ./services } }',
    says: 'proxym.config.yaml:1:10: `plugins` must be a list, got an object. Put it in a list: [ … ].',
  },
  {
    name: 'no plugin',
    yaml: 'plugins: []',
    says: "proxym.config.yaml:1:1: `plugins` names no plugin, so there is nothing to do. List at least one source and one output, e.g. `plugins: ['file', 'haproxy']` with their options.",
  },
  {
    name: 'an entry that is a number',
    yaml: `plugins: [${file}, 5]`,
    says: "proxym.config.yaml:1:48: `plugins[1]` must be the name of a plugin, [name, options], { use, optional, confirmMs, options } or a plugin, got 5. Write e.g. 'stdout' or ['file', { configsPath: './services' }].",
  },
  {
    name: 'a misspelt key in the long form',
    yaml: `plugins:\n  - ${file}\n  - use: stdout\n    optinal: true`,
    says: 'proxym.config.yaml:4:5: unknown key `optinal` in `plugins[1]`. Did you mean `optional`?',
  },
  {
    name: 'a misspelt plugin',
    yaml: `plugins: [${file}, std-out]`,
    says: 'proxym.config.yaml:1:48: plugin `std-out` is not installed (looked for @proxym/plugin-std-out from DIR). Did you mean `stdout`? Otherwise run: npm install --prefix DIR @proxym/plugin-std-out',
  },
  {
    name: 'a plugin file without ./',
    yaml: `plugins: [${file}, mine.ts]`,
    says: "proxym.config.yaml:1:48: plugin `mine.ts` is not installed (looked for mine.ts from DIR). A file begins with ./ or /: write './mine.ts'.",
  },
  {
    name: 'a plugin file that is not there',
    yaml: `plugins: [${file}, ./mine.ts]`,
    says: 'proxym.config.yaml:1:48: plugin `./mine.ts`: there is no file DIR/mine.ts. Correct the path; it starts at the folder of the configuration.',
  },
  {
    name: 'a required option that is missing',
    yaml: 'plugins:\n  - stdout\n  - file',
    says: 'proxym.config.yaml:3:5: `file.configsPath` is required (a string). Set it, or the variable `PROXYM_FILE_CONFIGS_PATH`.',
  },
  {
    name: 'a misspelt option',
    yaml: 'plugins:\n  - - file\n    - configsPath: ./services\n      pollms: 5',
    says: 'proxym.config.yaml:4:7: unknown key `pollms` in `file`. Did you mean `pollMs`?',
  },
  {
    name: 'an option of the wrong kind',
    yaml: 'plugins: [[file, { configsPath: [./services] }]]',
    says: 'proxym.config.yaml:1:33: `file.configsPath` must be a string, got a list. Write a text.',
  },
  {
    name: 'an option that a plugin words itself',
    yaml: 'plugins: [[haproxy, { templatePath: a, configFilePath: b, reloadCommand: c, servers: ["ftp://m1"] }]]',
    says: 'proxym.config.yaml:1:87: `haproxy.servers[0]` must be host:port or an http(s) URL, got "ftp://m1". Write "http://m1:8080".',
  },
  {
    name: 'a choice with a slip',
    yaml: 'plugins: [[stdout, { format: jsno }]]',
    says: 'proxym.config.yaml:1:30: `stdout.format` must be one of "text", "json", "table", got "jsno". Did you mean "json"?',
  },
  {
    name: 'options for a plugin that takes none',
    yaml: 'plugins: [[signal, { every: 5 }]]',
    says: 'proxym.config.yaml:1:20: `signal` takes no options. Remove them.',
  },
  {
    name: 'options that are no object',
    yaml: 'plugins: [[file, ./services]]',
    says: 'proxym.config.yaml:1:18: options of `file` must be an object, got "./services". Correct it.',
  },
  {
    name: 'a token that is not there',
    yaml: `plugins: [${file}]\nhttpToken: { env: TOKEN }`,
    says: 'proxym.config.yaml:2:12: `httpToken` comes from the variable `TOKEN`, which is not set. Set TOKEN for the process that runs proxym.',
  },
  {
    name: 'a switch that is neither on nor off',
    yaml: `plugins: [${file}]`,
    env: { PROXYM_FILE_ENABLED: 'maybe' },
    says: '`PROXYM_FILE_ENABLED` must be true or false (1, t, yes, on, …), got "maybe". Correct the variable, or unset it.',
  },
  {
    name: 'a variable that is no number',
    yaml: `plugins: [${file}]`,
    env: { PROXYM_FILE_POLL_MS: 'often' },
    says: '`PROXYM_FILE_POLL_MS` must be a number, got "often". Correct the variable, or unset it.',
  },
  {
    name: 'a number of a variable that the plugin refuses',
    yaml: `plugins: [${file}]`,
    env: { PROXYM_FILE_POLL_MS: '1' },
    says: 'PROXYM_FILE_POLL_MS: `file.pollMs` must be at least 5, got 1. Write 5 or more.',
  },
  {
    name: 'a required variable that is missing',
    env: { PROXYM_FILE_ENABLED: '1' },
    says: '`PROXYM_FILE_CONFIGS_PATH` is required and not set. Set it; PROXYM_FILE_ENABLED enables `file`, which cannot work without.',
  },
  {
    name: 'an address variable without a port',
    yaml: `plugins: [${file}]`,
    env: { PROXYM_LISTEN_ADDRESS: 'localhost' },
    says: '`PROXYM_LISTEN_ADDRESS` must be host:port, :port or [IPv6]:port, got "localhost". Write e.g. "127.0.0.1:5678".',
  },
]

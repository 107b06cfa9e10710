import { z } from 'zod'
import { optionTexts } from './errors.ts'
import type { TemplateFunction } from './render/index.ts'

const path = z.string().min(1)
const isCommand = (text: string) => text.trim() !== ''
const command = z.string().refine(isCommand, { error: optionTexts.emptyCommand })
// Longer than this, Node turns a timer into one of 1 ms.
const milliseconds = z.int().min(1).max(2_147_483_647)
const configTextMode = z.enum(['lint', 'off', 'trusted'])

/** The options of plugin-haproxy. Relative paths start at the folder of the configuration file; commands run there. */
export const haproxyOptions = z.strictObject({
  /** Path of a Liquid template, the name of a bundled one (`haproxy`, `haproxy-maps`, `nginx`), or in code a function from the data to the text. */
  templatePath: z.union([z.string().min(1), z.custom<TemplateFunction>(value => typeof value === 'function')], {
    error: optionTexts.templatePath,
  }),
  /** The file that the proxy reads. Its folder must exist; a symbolic link is followed and kept. */
  configFilePath: z.string({ error: optionTexts.configFilePath }).min(1, { error: optionTexts.configFilePath }),
  /** Refuses a wrong configuration by its exit code. `%s` is the new text in a file beside the target: `haproxy -c -f %s`. */
  checkCommand: command.optional(),
  /** Makes the proxy load the file. `%s` is the target: `systemctl reload haproxy`. */
  reloadCommand: z.string({ error: optionTexts.reloadCommand }).refine(isCommand, { error: optionTexts.emptyCommand }),
  /** Proves by its exit code that the proxy runs with the new file. `%s` is the target. */
  verifyCommand: command.optional(),
  /** HAProxy's master socket (`haproxy -W -S PATH`), a path or `host:port`: a reload counts when it shows a new worker and no failure. */
  masterSocket: path.optional(),
  /** HAProxy's stats socket, a path or `host:port`: a reload counts when another process answers. */
  statsSocket: path.optional(),
  /** HAProxy's stats socket with `level admin`, a path or `host:port`: a change of hosts alone is made through it, without a reload. HAProxy 2.6 or newer. */
  runtimeSocket: path.optional(),
  /** Whose rules the text is linted by. @default of the bundled template, else what the template looks like */
  syntax: z.enum(['haproxy', 'nginx', 'none']).optional(),
  /** What happens with the `config` text of services, for all or per source: `{ Marathon: 'off' }`. @default 'lint' */
  configText: z.union([configTextMode, z.record(z.string(), configTextMode)]).optional(),
  /** What the template reads as `vars`. */
  vars: z.record(z.string(), z.unknown()).optional(),
  /** Names of environment variables that commands get besides PATH, HOME, LANG and TZ. */
  commandEnv: z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: optionTexts.variableName })).default([]),
  /** Longest run of the check command. @default 30000 */
  checkTimeoutMs: milliseconds.default(30_000),
  /** Longest run of the reload command, and of the verify command. @default 30000 */
  reloadTimeoutMs: milliseconds.default(30_000),
  /** Longest wait for the sockets to show the new process after a reload. @default 10000 */
  verifyTimeoutMs: milliseconds.default(10_000),
  /** Shortest time from one reload to the next; the first is done at once. @default 2000 */
  reloadGapMs: z.int().min(0).max(2_147_483_647).default(2000),
  /** Whether an edit of the target by another hand is put right at once; else at the next resync. @default true */
  watchTarget: z.boolean().default(true),
})

/** What a configuration gives. */
export type HaproxyOptions = z.input<typeof haproxyOptions>

/** The options with every default filled in. */
export type FilledOptions = z.output<typeof haproxyOptions>

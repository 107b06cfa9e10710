import { z } from 'zod'
import { authOptions, tlsOptions } from './options/credentials.ts'
import { optionTexts } from './options/errors.ts'
import { type Server, serverOption } from './options/server.ts'

// Longer than this, Node turns a timer into one of 1 ms.
const milliseconds = z.int().min(1).max(2_147_483_647)

const unique = (servers: readonly Server[]): readonly Server[] => [
  ...new Map(servers.map(server => [server.url, server])).values(),
]

/** The options of plugin-marathon. */
export const options = z.strictObject({
  /** `host:port` or URLs (with a path prefix where there is one) of all Marathon instances. */
  servers: z
    .array(serverOption, { error: optionTexts.servers })
    .min(1, { error: optionTexts.servers })
    .readonly()
    .transform(unique),
  /** Who asks: `{ username, password }`, `{ token }` or `{ serviceAccount }`. */
  auth: authOptions.optional(),
  /** Certificates for https. */
  tls: tlsOptions.optional(),
  /** How changes are heard of: the best that Marathon offers, callbacks (Marathon before 1.5), or only by asking. @default 'auto' */
  events: z.enum(['auto', 'callback', 'poll']).default('auto'),
  /** Where Marathon calls back. @default `http://<listen>/marathon/callback` */
  callbackUrl: z.url({ protocol: /^https?$/, error: optionTexts.callbackUrl }).optional(),
  /** One query for apps with their tasks instead of two. @default false */
  embed: z.boolean().default(false),
  /** Whether the instances of pods (Marathon 1.4 and later) become services too. @default false */
  pods: z.boolean().default(false),
  /** Which tasks count as well: all, those not known to be ill, only those of which every check is good. @default 'known' */
  health: z.enum(['off', 'known', 'strict']).default('known'),
  /** Whether tasks on an agent that Mesos has lost sight of are kept. @default 'drop' */
  unreachable: z.enum(['drop', 'keep']).default('drop'),
  /** For Docker in HOST mode up to 1.4, when the assigned port is another than the service port: which one the task listens on. @default 'service' */
  hostPorts: z.enum(['service', 'assigned']).default('service'),
  /** Which address of a container with an address of its own. @default 'ipv4' */
  ipFamily: z.enum(['ipv4', 'ipv6']).default('ipv4'),
  /** Whether the labels of marathon-lb count: all of them, or those of apps in one of these groups. @default false */
  haproxyLabels: z.union([z.boolean(), z.array(z.string().min(1)).min(1).readonly()]).default(false),
  /** What the first tcp port of an app with domains speaks when no label says it. @default '' */
  defaultProtocol: z.enum(['', 'http']).default(''),
  /** Longest wait for a connection. @default 3000 */
  connectTimeoutMs: milliseconds.default(3_000),
  /** Longest request. @default 10000 */
  requestTimeoutMs: milliseconds.default(10_000),
  /** Longest reading of everything, with all servers that are tried. @default 14000 */
  readTimeoutMs: milliseconds.default(14_000),
  /** How long an event stream may be silent. @default 45000 */
  idleTimeoutMs: milliseconds.default(45_000),
  /** How often everything is read while no events are heard. @default 10000 */
  pollIntervalMs: milliseconds.default(10_000),
})

/** What a configuration gives. */
export type MarathonOptions = z.input<typeof options>

/** The options with every default filled in. */
export type FilledOptions = z.output<typeof options>

/** The options that decide what apps and tasks mean. */
export type MappingOptions = Pick<
  FilledOptions,
  'health' | 'unreachable' | 'hostPorts' | 'ipFamily' | 'haproxyLabels' | 'defaultProtocol'
>

/** Options whose values are secrets, or texts that may stand in a file. */
export const secrets = [
  'auth.password',
  'auth.token',
  'auth.serviceAccount',
  'tls.ca',
  'tls.cert',
  'tls.key',
  'tls.passphrase',
] as const

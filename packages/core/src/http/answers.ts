import { z } from 'zod'

// The answers of the built-in routes: what is made is typed by them, and /openapi.json is made of them.

const problem = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  where: z.string().nullable(),
  subject: z.string().nullable().describe('The service id or key that it concerns.'),
})
const time = z.iso.datetime().nullable()

export const refusalAnswer = z.object({ code: z.string(), message: z.string(), hint: z.string() })

export const readyAnswer = z.object({ ready: z.boolean(), reasons: z.array(z.string()) })

const host = z.object({ ip: z.string(), port: z.int(), weight: z.int(), metadata: z.record(z.string(), z.unknown()) })

const service = z.object({
  ...{ id: z.string(), source: z.string(), domains: z.array(z.string()), hosts: z.array(host) },
  ...{ port: z.int(), servicePort: z.int(), listenPort: z.int() },
  ...{ applicationProtocol: z.string(), transportProtocol: z.string(), proxyPath: z.string(), config: z.string() },
  metadata: z.record(z.string(), z.unknown()),
  tap: z.string().nullable().describe('The source that reports it: `plugin/tap`.'),
  origin: z.string().nullable().describe('Where the source has it from, such as `file:line`; null when it does not say.'),
  stale: z.boolean().describe('Whether it is kept from an earlier answer, because the newest one could not be had.'),
})

export const servicesAnswer = z.object({
  cycle: z.int().nullable().describe('Number of the last cycle.'),
  held: z.boolean().describe('Whether nothing is written at the moment.'),
  services: z.array(service),
})

const withheld = z.object({
  digest: z.string(),
  services: z.array(z.string()),
  count: z.int(),
  of: z.int(),
  confirmedInMs: z.int(),
})

const source = z.object({
  state: z.enum(['unknown', 'fresh', 'stale']),
  services: z.int(),
  runningMs: z.int(),
  staleKeys: z.array(z.string()),
  answeredAt: time,
  staleSince: time,
  problem: problem.nullable(),
  withheld: withheld.nullable(),
})

const generator = z.object({
  state: z.enum(['waiting', 'running', 'overdue', 'in sync', 'failing']),
  tries: z.int(),
  appliedAt: time,
  note: z.string().nullable().describe('How it was last done, in words of the plugin.'),
  problem: problem.nullable(),
})

export const statusAnswer = z.object({
  state: z.enum(['starting', 'held', 'running']),
  services: z.int(),
  cycle: z.object({ number: z.int(), reasons: z.array(z.string()), ms: z.int() }).nullable(),
  held: z.array(problem),
  sources: z.record(z.string(), source),
  generators: z.record(z.string(), generator),
  watchers: z.record(z.string(), z.object({ state: z.enum(['watching', 'restarting', 'set up', 'stopped']), restarts: z.int() })),
  problems: z.array(z.object({ tap: z.string(), since: time, ...problem.shape })),
  problemCount: z.int(),
})

export const refreshAnswer = z.object({
  cycle: z.int(),
  services: z.int(),
  added: z.array(z.string()),
  updated: z.array(z.string()),
  removed: z.array(z.string()),
  held: z.array(problem),
  withheld: z.array(problem),
  stale: z.array(z.string()).describe('Sources whose last good services are used.'),
  generators: z.record(z.string(), generator.shape.state),
  ms: z.int(),
})

import type { ListenAddress } from '../config/listen-address.ts'
import type { Hooks, Refresh } from '../hooks/contract.ts'
import type { TapOwner } from '../hooks/tap-record.ts'
import type { RouteTable } from '../http/route-table.ts'
import type { Logger } from '../log/logger.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { createPluginMetrics } from '../metrics/plugin-metrics.ts'
import type { CheckLook, PluginContext, TargetOptions } from '../plugin.ts'
import { type KeptState, type KeptStateStore, pluginStateOf } from './kept-state.ts'
import { createPluginLogger } from './plugin-logger.ts'

interface ContextParts {
  readonly owner: TapOwner
  readonly hooks: Hooks
  readonly logger: Logger
  readonly metrics: Metrics
  readonly routes: RouteTable
  readonly listen: ListenAddress | undefined
  readonly signal: AbortSignal
  readonly configDir: string
  readonly stateDir: string | undefined
  readonly kept: KeptState
  readonly keptStore: KeptStateStore
  readonly refresh: Refresh
  readonly defer: (owner: string, dispose: () => unknown) => void
  readonly lock: (target: string, options?: TargetOptions) => void
  readonly check: (owner: string, name: string, look: CheckLook) => void
}

/** The `proxym` argument of one plugin. */
export function createPluginContext({
  owner,
  hooks,
  logger,
  metrics,
  routes,
  listen,
  signal,
  configDir,
  stateDir,
  kept,
  keptStore,
  refresh,
  defer,
  lock,
  check,
}: ContextParts): PluginContext {
  const { name } = owner
  const log = createPluginLogger(logger, name)
  return Object.freeze({
    name,
    hooks,
    logger: log,
    http: routes.for(name, log),
    metrics: createPluginMetrics(metrics, name.replace(/#\d+$/, ''), name),
    listen,
    signal,
    configDir,
    stateDir,
    state: pluginStateOf(kept, name, keptStore),
    refresh,
    defer: (dispose: () => unknown) => defer(name, dispose),
    lock,
    check: (about: string, look: CheckLook) => check(name, about, look),
  })
}

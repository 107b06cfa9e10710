import { type PluginState, ProxymError, type ServiceBatch, type ServiceInput, type SourceCall } from '@proxym/core'
import type { GetJson, MarathonClient } from '../http/client.ts'
import { serverProblem } from '../http/errors.ts'
import { limits } from '../limits.ts'
import { olderVersions } from '../mapping/task-definition.ts'
import type { FilledOptions } from '../options.ts'
import { type Decision, decide } from './decide.ts'
import { inParallel } from './in-parallel.ts'
import { createOlderDefinitions } from './older-definitions.ts'
import { readApp } from './read-app.ts'
import { type Everything, readEverything } from './read-everything.ts'
import { toServicesInTurns } from './to-services-in-turns.ts'

/** Answers one call of the source from Marathon; the app's id is the key. */
export type MarathonReader = (services: ServiceBatch, call: Pick<SourceCall, 'keys' | 'signal' | 'report'>) => Promise<void>

/** Make the reader of one configuration. What it knows of passes to the next one with `state`, as core keeps the services themselves. */
export function createReader(client: MarathonClient, options: FilledOptions, state: PluginState): MarathonReader {
  const older = createOlderDefinitions()
  // Those that core may hold services of: nothing of them is taken away by an answer that is not sure.
  let known: ReadonlySet<string> = new Set(knownIn(state))
  const remember = (ids: Iterable<string>): void => {
    known = new Set(ids)
    state.set('apps', [...known], { lasting: true })
  }

  const decideOn = async (get: GetJson, everything: Everything, among: Iterable<string>): Promise<Decision> => {
    const { items: apps } = everything.apps
    const { items: tasks } = everything.tasks
    await older.learn(olderVersions(apps, tasks), get)
    return decide(everything, await toServicesInTurns(apps, tasks, options, older.find), among)
  }

  const readAll = (signal: AbortSignal): Promise<Decision> =>
    client.onOneServer(async get => decideOn(get, await readEverything(get, options), known), signal)

  const readFew = (keys: readonly string[], signal: AbortSignal): Promise<Few> =>
    client.onOneServer(async get => {
      const few: Few = { found: [], gone: [], failed: new Map() }
      await inParallel(keys, limits.parallel, async key => {
        try {
          const everything = await readApp(get, key, options)
          if (everything === undefined) few.gone.push(key)
          else few.found.push(await decideOn(get, everything, [key]))
        } catch (error) {
          signal.throwIfAborted()
          few.failed.set(key, error)
        }
      })
      // Another server may do better; one key alone that fails is told apart below.
      const [failure] = few.failed.values()
      if (failure !== undefined && few.failed.size === keys.length) throw failure
      return few
    }, signal)

  return async (services, { keys, signal, report }) => {
    const timeout = AbortSignal.timeout(options.readTimeoutMs)
    const either = AbortSignal.any([signal, timeout])
    try {
      const few = keys === undefined || keys.length > limits.keyedReads ? undefined : await readFew(keys, either)
      // "Not found" takes nothing away by itself: everything is read to be sure. Where nothing is, nothing can be lost.
      const isComplete = few === undefined || few.gone.some(key => known.has(key))
      const decisions = isComplete ? [await readAll(either)] : few.found
      const set = new Map(decisions.flatMap(decision => [...decision.set]))
      const keep = new Map<string, unknown>([...(isComplete ? [] : few.failed), ...decisions.flatMap(({ keep }) => [...keep])])
      // In a call for certain keys, an app is gone only when that is said.
      const absent = keys === undefined ? [] : isComplete ? [...known, ...keys] : few.gone
      for (const key of absent) if (!set.has(key) && !keep.has(key)) set.set(key, noServices)
      deliver(services, { set, keep }, keys === undefined)
      for (const problem of decisions.flatMap(({ problems }) => problems)) report(problem)
      const living = [...set].filter(([, list]) => list !== noServices).map(([key]) => key)
      if (isComplete) remember([...living, ...keep.keys()])
      // The same ones as before, mostly: one app of thousands has other tasks.
      else if (living.length < set.size || !living.every(key => known.has(key)))
        remember([...[...known].filter(key => !set.has(key)), ...living])
    } catch (error) {
      signal.throwIfAborted()
      if (timeout.aborted) throw new ProxymError(serverProblem.readTimeout(options.readTimeoutMs))
      throw error
    }
  }
}

interface Few {
  readonly found: Decision[]
  readonly gone: string[]
  readonly failed: Map<string, unknown>
}

const noServices: readonly ServiceInput[] = []

function deliver(
  services: ServiceBatch,
  { set, keep }: { readonly set: Decision['set']; readonly keep: ReadonlyMap<string, unknown> },
  isFull: boolean,
): void {
  for (const [key, list] of set) services.set(key, list)
  for (const [key, error] of keep) services.keep(key, error)
  // A full answer without a single app says so; saying nothing would be a mistake.
  if (isFull && set.size + keep.size === 0) services.add()
}

function knownIn(state: PluginState): readonly string[] {
  const apps = state.get('apps')
  return Array.isArray(apps) ? apps.filter(id => typeof id === 'string') : []
}

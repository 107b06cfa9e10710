import type { Refresh } from '@proxym/core'
import { limits } from '../limits.ts'
import type { MarathonEvent } from './read-event.ts'

/** Turns events into refreshes. */
export interface EventRules {
  handle(event: MarathonEvent): void
  /** Everything is read anyway, so nothing is waited for any more. */
  reset(): void
}

interface RuleOptions {
  readonly refresh: Refresh
  readonly pods: boolean
  /** @default performance.now */
  readonly now?: () => number
}

// Anyone may call the callback route, so nothing here may grow with what is sent.
const mostRemembered = 1_000

/**
 * Make the rules of one source. An event that names apps has these read again. A change of a group comes with other events
 * that say which apps it is about: only when they stay away for some seconds is everything read.
 */
export function createEventRules({ refresh, pods, now = () => performance.now() }: RuleOptions): EventRules {
  /** The apps of deployments that run: up to 0.14 their end names none. */
  const deployments = new Map<string, readonly string[]>()
  /** Paths of apps whose definition was said to change, and of the groups that they are in; and when. The latest come last. */
  const explanations = new Map<string, number>()
  const unexplained = new Map<string, NodeJS.Timeout>()

  const explain = (apps: readonly string[]): void => {
    const at = now()
    for (const path of apps.flatMap(pathsTo)) {
      explanations.delete(path)
      explanations.set(path, at)
      clearTimeout(unexplained.get(path))
      unexplained.delete(path)
    }
    for (const [path, since] of explanations) {
      if (since > at - limits.explainMs && explanations.size <= mostRemembered) break
      explanations.delete(path)
    }
  }

  const groupChanged = (id: string): void => {
    if (id.length > limits.idLength || unexplained.size >= mostRemembered) {
      refresh('many groups changed')
      return
    }
    const group = `/${id.replace(/^\/+|\/+$/g, '')}`
    const since = explanations.get(group) ?? Number.NEGATIVE_INFINITY
    if (unexplained.has(group) || since > now() - limits.explainMs) return
    const readAll = (): void => {
      unexplained.delete(group)
      refresh(`group ${group} changed`)
    }
    unexplained.set(group, setTimeout(readAll, limits.explainMs))
  }

  const read = ({ type }: MarathonEvent, apps: readonly string[]): void => {
    if (apps.length === 0 || apps.length > limits.keyedReads) refresh(type)
    else refresh(`${type} ${apps.length === 1 ? apps[0] : `of ${apps.length} apps`}`, { keys: apps })
  }

  return {
    handle(event) {
      const { kind, apps, id } = event
      switch (kind) {
        case 'app':
          return read(event, apps)
        case 'definition':
          explain(apps)
          return read(event, apps)
        case 'pod':
          explain(apps)
          if (pods) read(event, apps)
          return
        case 'plan':
          explain(apps)
          // What names very many apps has everything read at its end, as if it named none.
          if (id !== '' && id.length <= limits.idLength && apps.length > 0)
            deployments.set(id, apps.length > limits.keyedReads ? [] : apps)
          for (const name of deployments.keys()) if (deployments.size > mostRemembered) deployments.delete(name)
          // One that names nothing changes nothing, or its end will tell.
          if (apps.length > 0) read(event, apps)
          return
        case 'planEnd': {
          const all = [...new Set([...apps, ...(deployments.get(id) ?? [])])]
          deployments.delete(id)
          explain(all)
          return read(event, all)
        }
        case 'group':
          return groupChanged(id)
        default:
      }
    },
    reset() {
      for (const timer of unexplained.values()) clearTimeout(timer)
      unexplained.clear()
    },
  }
}

/** The path of an app and of every group that it is in: `/`, `/a`, `/a/b`. */
function pathsTo(app: string): readonly string[] {
  const parts = app.split('/').slice(1)
  return ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)]
}

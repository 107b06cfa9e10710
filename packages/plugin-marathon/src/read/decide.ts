import { type Problem, ProxymError, type ServiceInput } from '@proxym/core'
import { normaliseId } from '../mapping/document.ts'
import { appProblem } from '../mapping/errors.ts'
import { podServices } from '../mapping/pod-services.ts'
import type { Mapping } from '../mapping/to-services.ts'
import type { Everything } from './read-everything.ts'

/** What a reading comes to. */
export interface Decision {
  readonly set: ReadonlyMap<string, readonly ServiceInput[]>
  /** Apps that could not be read, so that their last good services stay. */
  readonly keep: ReadonlyMap<string, ProxymError>
  readonly problems: readonly Problem[]
}

/**
 * Decide what is taken over and what stays. An app never loses its services to something that cannot be read: not to its own
 * definition, not to tasks of its own, and not to items that do not say whose they are.
 *
 * @param known the apps that may have services by an earlier answer
 */
export function decide({ apps, tasks, pods }: Everything, mapping: Mapping, known: Iterable<string>): Decision {
  const set = new Map(mapping.services)
  for (const pod of pods.items) set.set(normaliseId(pod.id), podServices(pod))
  const keep = new Map([...apps.malformed, ...pods.malformed])
  const problems = [...mapping.problems, ...apps.problems, ...pods.problems]
  for (const [appId, services] of mapping.services) {
    const malformed = tasks.malformed.get(appId)
    if (services.length > 0) {
      if (malformed !== undefined) problems.push(malformed)
    } else if (malformed !== undefined) keep.set(appId, malformed)
    else if (tasks.nameless > 0) keep.set(appId, appProblem.lostTasks(appId))
  }
  if (apps.nameless + pods.nameless > 0) {
    for (const id of known) if (!set.has(id) && !keep.has(id)) keep.set(id, appProblem.nameless(id))
  }
  for (const id of keep.keys()) set.delete(id)
  return { set, keep: new Map([...keep].map(([id, problem]) => [id, new ProxymError(problem)])), problems }
}

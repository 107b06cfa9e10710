import { ProxymError } from '@proxym/core'
import type { GetJson } from '../http/client.ts'
import { limits } from '../limits.ts'
import { type App, appDocument } from '../mapping/document.ts'
import type { OlderDefinition, OlderVersion } from '../mapping/task-definition.ts'
import { versionPath } from './app-path.ts'
import { inParallel } from './in-parallel.ts'

/** Remembers definitions that never change: those of older versions. */
export interface OlderDefinitions {
  /** Learn the versions that are not known yet. What cannot be had stays unknown; the mapping copes. */
  learn(versions: readonly OlderVersion[], get: GetJson): Promise<void>
  readonly find: OlderDefinition
}

/** Make the memory of one source; the versions used last stay. */
export function createOlderDefinitions(): OlderDefinitions {
  const known = new Map<string, App>()
  const nameOf = (appId: string, version: string): string => `${appId} ${version}`

  const find: OlderDefinition = (appId, version) => {
    const name = nameOf(appId, version)
    const app = known.get(name)
    if (app === undefined) return undefined
    known.delete(name)
    known.set(name, app)
    return app
  }
  return {
    find,
    async learn(versions, get) {
      const unknown = versions.filter(({ appId, version }) => !known.has(nameOf(appId, version))).slice(0, limits.versionReads)
      let hasFailed = false
      await inParallel(unknown, limits.parallel, async ({ appId, version }) => {
        // A server that fails for one will fail for all, and the rest of the answer must not wait for that.
        if (hasFailed) return
        const app = await readVersion(get, appId, version)
        if (app === 'failed') hasFailed = true
        else if (app !== undefined) known.set(nameOf(appId, version), app)
      })
      for (const name of known.keys()) {
        if (known.size <= limits.versions) break
        known.delete(name)
      }
    },
  }
}

async function readVersion(get: GetJson, appId: string, version: string): Promise<App | 'failed' | undefined> {
  const path = versionPath(appId, version)
  if (path === undefined) return undefined
  try {
    // Bare, without the `app` around it that the current version has.
    return appDocument.safeParse((await get(path)).body).data
  } catch (error) {
    if (error instanceof ProxymError) return 'failed'
    throw error
  }
}

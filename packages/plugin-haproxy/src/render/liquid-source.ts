import { readFile } from 'node:fs/promises'
import { ProxymError } from '@proxym/core'
import { type ConfigText, configText } from '../text/index.ts'
import { templateFault, templateMissing, templateUnreadable } from './errors.ts'
import { createRenderThread } from './render-thread.ts'
import { type Sources, withoutMark } from './template-files.ts'
import type { TemplatePlace } from './template-place.ts'
import type { TemplateVersion, TextSource } from './text-source.ts'
import type { RenderLimits } from './types.ts'

// How long a version that did not end is left alone while an older one serves.
const retryRunawayMs = 60_000
// What a template does wrong in good time.
const ofText: ReadonlySet<string> = new Set(['PROXYM_TEMPLATE', 'PROXYM_LINT'])

/** Text from a Liquid file. Files are compared by content at each rendering, so that an edit is seen whatever a watcher missed. */
export function createLiquidSource({ path, root }: TemplatePlace, filePrefix: string, limits: RenderLimits = {}): TextSource {
  const { timeMs = 10_000, outputChars = 64 * 1024 * 1024, heapMiB = 1024 } = limits
  const thread = createRenderThread({ timeMs, heapMiB })
  const runaways = new WeakMap<TemplateVersion, { readonly error: ProxymError; readonly until: number }>()
  let current: TemplateVersion | undefined
  let good: TemplateVersion | undefined
  let nextId = 1
  let last: ConfigText | undefined

  return {
    async versions() {
      const sources = await readSources(path, current?.sources.keys() ?? [])
      if (current === undefined || !sameSources(current.sources, sources)) current = { id: nextId++, sources }
      return good === undefined || good === current ? [current] : [current, good]
    },
    async render(version, { services, reserved, vars }, { signal, onPieces }) {
      if (version.sources.get(path) === null) throw new ProxymError(templateMissing(path))
      const runaway = runaways.get(version)
      if (runaway !== undefined && good !== undefined && performance.now() < runaway.until) throw runaway.error
      const request = { path, root, version: version.id, sources: version.sources, outputChars, filePrefix, reserved, vars }
      try {
        const outcome = await thread.run(request, services, signal, {
          onRead: (read, text) => version.sources.set(read, text),
          onPieces,
        })
        if ('fault' in outcome) throw new ProxymError(templateFault(outcome.fault, outputChars))
        last = configText(outcome.pieces, { before: last, sideFiles: outcome.sideFiles })
        return { config: last, denied: outcome.denied }
      } catch (error) {
        const stopped = error instanceof ProxymError && error.problems.some(({ code }) => !ofText.has(code))
        if (stopped) runaways.set(version, { error, until: performance.now() + retryRunawayMs })
        throw error
      }
    },
    keep(version) {
      good = version
    },
    files: () => [...new Set([path, ...(current?.sources.keys() ?? []), ...(good?.sources.keys() ?? [])])],
    reload() {
      current = undefined
    },
    close: () => thread.close(),
  }
}

async function readSources(path: string, others: Iterable<string>): Promise<Sources> {
  const paths = [...new Set([path, ...others])]
  const texts = await Promise.all(
    paths.map(async file => {
      try {
        return withoutMark(await readFile(file, 'utf8'))
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT' || code === 'ENOTDIR') return null
        throw new ProxymError(templateUnreadable(file, error))
      }
    }),
  )
  return new Map(paths.map((file, index) => [file, texts[index] ?? null]))
}

const sameSources = (a: Sources, b: Sources) => a.size === b.size && [...a].every(([path, text]) => b.get(path) === text)

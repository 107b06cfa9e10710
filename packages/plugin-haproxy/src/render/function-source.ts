import { ProxymError } from '@proxym/core'
import { createDataBuilder } from '../data/index.ts'
import { configText } from '../text/index.ts'
import { CarriageReturn } from './carriage-return.ts'
import { carriageReturn, functionFailed, functionGaveNoText } from './errors.ts'
import type { TextSource } from './text-source.ts'
import { tidy } from './tidy.ts'
import type { TemplateFunction } from './types.ts'

/** Text from a function: code of the configuration, called as it is. */
export function createFunctionSource(template: TemplateFunction): TextSource {
  const versions = [{ id: 1, sources: new Map() }]
  const build = createDataBuilder()
  return {
    versions: async () => versions,
    async render(_version, { services, ...options }, { signal }) {
      const aborted = Promise.withResolvers<never>()
      const abort = () => aborted.reject(signal.reason)
      const { data, denied } = build(services, options)
      signal.throwIfAborted()
      signal.addEventListener('abort', abort, { once: true })
      try {
        const text: unknown = await Promise.race([call(template, data), aborted.promise])
        if (typeof text !== 'string') throw new ProxymError(functionGaveNoText(text))
        return { config: configText(tidyOf(text)), denied }
      } finally {
        signal.removeEventListener('abort', abort)
      }
    },
    keep: () => undefined,
    files: () => [],
    reload: () => undefined,
    close: async () => undefined,
  }
}

function tidyOf(text: string): string {
  try {
    return tidy(text)
  } catch (error) {
    throw error instanceof CarriageReturn ? new ProxymError(carriageReturn(error.line)) : error
  }
}

async function call(template: TemplateFunction, data: Parameters<TemplateFunction>[0]): Promise<unknown> {
  try {
    return await template(data)
  } catch (error) {
    throw new ProxymError(functionFailed(error))
  }
}

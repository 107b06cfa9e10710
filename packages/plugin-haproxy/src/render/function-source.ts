import { ProxymError } from '@proxym/core'
import { functionFailed, functionGaveNoText } from './errors.ts'
import type { TextSource } from './text-source.ts'
import type { TemplateFunction } from './types.ts'

/** Text from a function: code of the configuration, called as it is. */
export function createFunctionSource(template: TemplateFunction): TextSource {
  const versions = [{ id: 1, sources: new Map() }]
  return {
    versions: async () => versions,
    async render(_version, data, signal) {
      const aborted = Promise.withResolvers<never>()
      const abort = () => aborted.reject(signal.reason)
      signal.throwIfAborted()
      signal.addEventListener('abort', abort, { once: true })
      try {
        const text: unknown = await Promise.race([call(template, data), aborted.promise])
        if (typeof text !== 'string') throw new ProxymError(functionGaveNoText(text))
        return text
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

async function call(template: TemplateFunction, data: Parameters<TemplateFunction>[0]): Promise<unknown> {
  try {
    return await template(data)
  } catch (error) {
    throw new ProxymError(functionFailed(error))
  }
}

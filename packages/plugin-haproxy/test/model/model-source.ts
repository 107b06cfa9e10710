import type { Plugin, Refresh } from '@proxym/core'
import type { ModelService } from './text.ts'

/** How a source answers. */
export type SourceMood = 'well' | 'fails' | 'hangs' | 'none' | 'garbage'

/** What one source knows; it outlives the processes that ask it. */
export interface ModelSource {
  readonly name: string
  services: readonly ModelService[]
  mood: SourceMood
}

/** The plugin through which one process asks a source. */
export function sourcePlugin(source: ModelSource): { readonly plugin: Plugin; tell(keys?: readonly string[]): void } {
  let refresh: Refresh = () => {}
  const plugin: Plugin = {
    name: source.name,
    apply(proxym) {
      proxym.hooks.notify.tap('events', notifier => {
        refresh = notifier.refresh
      })
      proxym.hooks.generateServices.tapPromise('services', async (batch, { keys }) => {
        if (source.mood === 'fails') throw new Error('503')
        if (source.mood === 'hangs') return new Promise(() => {})
        if (source.mood === 'garbage') return batch.add({ id: 7 } as never)
        const services = source.mood === 'none' ? [] : source.services
        if (keys === undefined && services.length === 0) return batch.add()
        for (const key of keys ?? services.map(({ id }) => id))
          batch.set(key, services.filter(({ id }) => id === key).map(toInput))
      })
    },
  }
  return { plugin, tell: keys => refresh('event', keys === undefined ? undefined : { keys }) }
}

function toInput({ id, version, flaw }: ModelService) {
  return { id, port: version, domains: [`${id}.example.com`], applicationProtocol: 'http', metadata: { flaw } }
}

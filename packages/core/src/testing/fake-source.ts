import type { Refresh, ServiceBatch, ServiceInput, SourceCall } from '../hooks/contract.ts'
import type { Plugin } from '../plugin.ts'

/** What a fake source answers: a whole list, or whatever a function does with the batch. */
export type FakeAnswer = readonly ServiceInput[] | ((services: ServiceBatch, call: SourceCall) => unknown)

/** A source that answers what the test says now. */
export interface FakeSource extends Plugin {
  /** The keys of each call so far; undefined where everything was asked for. */
  readonly calls: readonly (readonly string[] | undefined)[]
  /** Answer this from now on, and say that something changed. */
  report(answer: FakeAnswer): void
  /** Say that something changed, as a watcher does. */
  readonly refresh: Refresh
}

/**
 * Make a source for a test. Its tap is `<name>/services`.
 *
 * @param name `fake-source` when there is one of them
 */
export function fakeSource(answer: FakeAnswer = [], name = 'fake-source'): FakeSource {
  const calls: (readonly string[] | undefined)[] = []
  let current = answer
  // Before the watcher runs nothing can be refreshed, and the start reads everything anyway.
  let ask: Refresh = () => {}
  return {
    name,
    source: 'Fake',
    calls,
    refresh: (reason, scope) => ask(reason, scope),
    report(next) {
      current = next
      ask('the test reports something else')
    },
    apply({ hooks, refresh }) {
      ask = refresh
      hooks.generateServices.tap('services', (services, call) => {
        calls.push(call.keys)
        if (typeof current === 'function') return current(services, call) as Promise<void>
        return services.add(...current)
      })
    },
  }
}

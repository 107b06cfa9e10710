import type { GenerateCall, Hooks, ServiceBatch, ServiceInput, Snapshot, SourceCall } from '../../src/hooks/contract.ts'
import type { Plugin } from '../../src/plugin.ts'

/** A plugin that taps as the test says. */
export function plugin(name: string, tap: (hooks: Hooks) => void): Plugin {
  return { name, apply: proxym => tap(proxym.hooks) }
}

/** A source that answers by what `answer` does now. */
export function source(name: string, answer: (services: ServiceBatch, call: SourceCall) => unknown): Plugin {
  return plugin(name, hooks => hooks.generateServices.tap('all', (services, call) => answer(services, call) as Promise<void>))
}

/** A source that always reports the same services. */
export function steady(name: string, ...services: readonly ServiceInput[]): Plugin {
  return source(name, batch => batch.add(...services))
}

/** A generator that remembers every snapshot that it was given. */
export function recorder(name = 'recorder') {
  const snapshots: Snapshot[] = []
  const calls: GenerateCall[] = []
  const made = plugin(name, hooks =>
    hooks.generateConfig.tap('record', (snapshot, call) => {
      snapshots.push(snapshot)
      calls.push(call)
    }),
  )
  return { plugin: made, snapshots, calls, ids: () => snapshots.at(-1)?.services.map(service => service.id) }
}

/** A http service on one domain. */
export function web(id: string, more: Partial<ServiceInput> = {}): ServiceInput {
  return { id, applicationProtocol: 'http', domains: [`${id}.example.com`], hosts: [{ ip: '10.0.0.1', port: 8080 }], ...more }
}

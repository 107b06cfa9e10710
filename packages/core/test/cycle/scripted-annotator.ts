import type { AnnotateCall, AnnotateResult, Refresh, ServiceInput } from '../../src/hooks/contract.ts'
import type { Service } from '../../src/service.ts'
import { createTestProxym, type TestProxymOptions } from '../../src/testing.ts'
import { plugin, recorder, web } from './fake-plugins.ts'
import { onFakeTime } from './on-fake-time.ts'

export type Annotate = (service: Service, call: AnnotateCall) => AnnotateResult | PromiseLike<AnnotateResult>

/** Services `a` and `b`, an annotator `notes/x` that does what the test says now, and a generator that remembers. Needs fake timers. */
export function scriptedAnnotator(options: TestProxymOptions = {}) {
  const calls: string[] = []
  const record = recorder()
  let list: readonly ServiceInput[] = [web('a'), web('b')]
  let annotate: Annotate = service => ({ ...service, proxyPath: '/noted' })
  let reads = 0
  let changed: Refresh = () => {}
  let again: Refresh = () => {}
  const lister = plugin('lister', hooks => {
    hooks.notify.tap('watch', ({ refresh }) => {
      changed = refresh
    })
    hooks.generateServices.tap('all', services => {
      reads++
      services.add(...list)
    })
  })
  const notes = plugin('notes', hooks => {
    hooks.notify.tap('watch', ({ refresh }) => {
      again = refresh
    })
    hooks.annotate.tap('x', (service, call) => {
      calls.push(service.id)
      return annotate(service, call)
    })
  })
  const proxym = createTestProxym([lister, notes, record.plugin], { random: () => 1, ...options })
  const time = onFakeTime(proxym)
  return {
    proxym,
    calls,
    record,
    ...time,
    reads: () => reads,
    /** The service in the newest snapshot. */
    seen: (id: string) => record.snapshots.at(-1)?.services.find(service => service.id === id),
    will(next: Annotate): void {
      annotate = next
    },
    again: (reason: string, services?: readonly string[]) => again(reason, { services }),
    /** Report these from now on, and let the cycle that sees them end. */
    async report(...services: readonly ServiceInput[]) {
      list = services
      changed('changed')
      await time.pass(300)
    },
  }
}

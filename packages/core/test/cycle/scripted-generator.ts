import type { GenerateCall, GenerateResult, Refresh, Snapshot } from '../../src/hooks/contract.ts'
import { createTestProxym, type TestProxymOptions } from '../../src/testing.ts'
import { plugin, recorder, web } from './fake-plugins.ts'
import { onFakeTime } from './on-fake-time.ts'

export type Generate = (snapshot: Snapshot, call: GenerateCall) => GenerateResult | PromiseLike<GenerateResult>

interface Status {
  readonly generators: Readonly<Record<string, unknown>>
}

/** One service `a`, a generator `target/write` that does what the test says now, and another generator. Needs fake timers. */
export function scriptedGenerator(options: TestProxymOptions = {}) {
  const calls: (GenerateCall & { readonly snapshot: Snapshot })[] = []
  const record = recorder()
  let port = 1
  let reads = 0
  let generate: Generate = () => {}
  let changed: Refresh = () => {}
  let again: Refresh = () => {}
  const lister = plugin('lister', hooks => {
    hooks.notify.tap('watch', ({ refresh }) => {
      changed = refresh
    })
    hooks.generateServices.tap('all', services => {
      reads++
      services.add(web('a', { port }))
    })
  })
  const target = plugin('target', hooks => {
    hooks.notify.tap('watch', ({ refresh }) => {
      again = refresh
    })
    hooks.generateConfig.tap('write', (snapshot, call) => {
      calls.push({ ...call, snapshot })
      return generate(snapshot, call)
    })
  })
  const proxym = createTestProxym([lister, target, record.plugin], { random: () => 1, ...options })
  const time = onFakeTime(proxym)
  const portOf = (snapshot: Snapshot | undefined) => snapshot?.services[0]?.port
  return {
    proxym,
    calls,
    record,
    ...time,
    portOf,
    reads: () => reads,
    /** The port of `a` in each snapshot that the generator was given. */
    ports: () => calls.map(call => portOf(call.snapshot)),
    /** What `/status` says about it. */
    state: () => (proxym.proxym.status() as unknown as Status).generators['target/write'],
    messages: () => proxym.proxym.problems().map(problem => `${problem.tap}: ${problem.message}`),
    will(next: Generate): void {
      generate = next
    },
    again: (reason: string) => again(reason),
    /** Report `a` with this port from now on, and let the cycle that sees it end. */
    async report(next: number) {
      port = next
      changed('changed')
      await time.pass(300)
    },
  }
}

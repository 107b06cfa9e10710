import type { GenerateResult, Refresh, ServiceBatch, ServiceInput, SourceTapOptions } from '../../../src/hooks/contract.ts'
import { createTestProxym, type TestProxymOptions } from '../../../src/testing.ts'
import { recorder, web } from '../fake-plugins.ts'
import { onFakeTime } from '../on-fake-time.ts'

export interface LandscapeOptions extends TestProxymOptions {
  /** What the source says at first. */
  readonly first?: readonly ServiceInput[]
  /** What the tap of the source says of itself. */
  readonly tap?: Omit<SourceTapOptions, 'name'>
  /** Whether the generator's target holds something. */
  readonly target?: () => boolean | Promise<boolean>
}

/** Services `s1` to `sN`. */
export const many = (count: number, from = 1): readonly ServiceInput[] =>
  Array.from({ length: count }, (_, index) => web(`s${from + index}`))

/** A source `land/all` that reports a list by key and does what the test says, and a generator that remembers. Needs fake timers. */
export function scriptedLandscape({ first = many(10), tap, target, ...options }: LandscapeOptions = {}) {
  const record = recorder()
  const asked: (readonly string[] | undefined)[] = []
  let list = first
  let failure: Error | undefined
  let refresh: Refresh = () => {}
  const answer = (services: ServiceBatch, keys: readonly string[] | undefined): void => {
    if (failure !== undefined) throw failure
    if (keys === undefined && list.length === 0) services.add()
    const wanted = keys === undefined ? list.map(({ id }) => id) : keys
    for (const id of wanted)
      services.set(
        id,
        list.filter(service => service.id === id),
      )
  }
  const land = {
    name: 'land',
    apply(proxym: Parameters<typeof record.plugin.apply>[0]) {
      proxym.hooks.notify.tap('watch', notifier => {
        refresh = notifier.refresh
      })
      proxym.hooks.generateServices.tap({ name: 'all', ...tap }, (services, { keys }) => {
        asked.push(keys)
        answer(services, keys)
      })
    },
  }
  const output = {
    name: 'output',
    apply(proxym: Parameters<typeof record.plugin.apply>[0]) {
      if (target !== undefined) proxym.lock('/etc/target', { exists: target })
      proxym.hooks.generateConfig.tap(
        { name: 'file', dryRun: true },
        (snapshot): GenerateResult => [
          { target: '/etc/target', before: '', after: snapshot.services.map(({ id }) => id).join() },
        ],
      )
    },
  }
  const proxym = createTestProxym([land, output, record.plugin], { random: () => 0.5, ...options })
  const time = onFakeTime(proxym)
  return {
    proxym,
    host: proxym.proxym,
    record,
    asked,
    ...time,
    /** The ids that the generators have. */
    ids: () => record.ids() ?? [],
    codes: () => proxym.proxym.problems().map(({ code }) => code),
    digest: () => /proxym confirm ([0-9a-f]+)/.exec(JSON.stringify(proxym.proxym.problems()))?.[1] ?? 'none',
    fails(error: Error | undefined): void {
      failure = error
    },
    /** Report these from now on, and let the cycle that sees them end. */
    async report(services: readonly ServiceInput[], keys?: readonly string[]) {
      list = services
      refresh('changed', keys === undefined ? undefined : { keys })
      await time.pass(1300)
    },
    /** Report these from now on, whenever somebody asks. */
    set(services: readonly ServiceInput[]): void {
      list = services
    },
  }
}

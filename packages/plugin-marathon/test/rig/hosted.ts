import { createTestProxym, type TestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { onTestFinished } from 'vitest'
import marathon, { type MarathonOptions } from '../../src/index.ts'
import { type Snapshots, snapshots } from './snapshots.ts'

/** The plugin at work as third parties would run it, with a generator that shows what it leads to. */
export interface Hosted extends TestProxym, Pick<Snapshots, 'until' | 'seen'> {
  /** `id host:port …` of each service after a full read. */
  hosts(): Promise<readonly string[]>
  /** The codes of what is wrong now, without the common prefix. */
  codes(): readonly string[]
  /** The messages of what is wrong now. */
  messages(): string
}

/** Host the plugin. */
export function hosted(options: MarathonOptions, settings: TestProxymOptions = {}): Hosted {
  const { plugin, until, seen } = snapshots()
  const proxym = createTestProxym([marathon(options), plugin], { debounceMs: 20, ...settings })
  onTestFinished(() => proxym.stop())
  const problems = () => proxym.proxym.problems()
  return {
    ...proxym,
    until,
    seen,
    codes: () => problems().map(({ code }) => code.replace('PROXYM_MARATHON_', '')),
    messages: () =>
      problems()
        .map(({ message }) => message)
        .join('\n'),
    async hosts() {
      const { services } = await proxym.refresh()
      return services.map(({ id, hosts }) => [id, ...hosts.map(({ ip, port }) => `${ip}:${port}`)].join(' '))
    },
  }
}

import type { GenerateCall, Preview, Snapshot } from '@proxym/core'
import type { Driver, Scope } from './driver.ts'
import { limits } from './limits.ts'
import { sameEntries } from './plan.ts'
import { look, problemsOf, type Reconciled, reconcile } from './reconcile.ts'
import { createFrontends, type FrontendOptions } from './to-frontends.ts'

/** What is known to be in the store after a success. */
interface Applied {
  readonly session: number
  readonly snapshot: Snapshot
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly mine: ReadonlySet<string>
  readonly unsettled: readonly string[]
  readonly fullAt: number
}

/** The lists of one instance of this plugin. */
export interface Output {
  apply(snapshot: Snapshot, call: Pick<GenerateCall, 'signal' | 'report'>): Promise<void>
  /** Whether the index names any list. Touches nothing. */
  exists(signal: AbortSignal): Promise<boolean>
  /** The lists that would change. Touches nothing. */
  preview(snapshot: Snapshot, call: Pick<GenerateCall, 'signal' | 'report'>): Promise<readonly Preview[]>
}

/**
 * Keep the lists of a store equal to the services. After a change only the lists that changed are looked at; all of them in the first
 * call, after a failure or a new connection, when nothing has changed (a resync), and whenever the last time was long ago.
 */
export function createOutput(driver: Driver, options: FrontendOptions): Output {
  const frontendsOf = createFrontends(options)
  let applied: Applied | undefined

  const scopeOf = (known: Applied | undefined, session: number, snapshot: Snapshot, wanted: Applied['lists']): Scope => {
    if (known === undefined || known.session !== session || known.snapshot === snapshot) return 'all'
    if (performance.now() - known.fullAt >= limits.fullMs) return 'all'
    return changedDomains(known, wanted)
  }

  return {
    async apply(snapshot, { signal, report }) {
      const known = applied
      applied = undefined
      const { lists, problems } = frontendsOf(snapshot.services)
      const session = await driver.connect(signal)
      const done = await reconcile(driver, lists, scopeOf(known, session, snapshot, lists), known?.mine.size)
      for (const problem of [...problems, ...done.problems]) report(problem)
      const isFull = done.scope === 'all'
      applied = {
        session,
        snapshot,
        lists,
        mine: isFull ? done.mine : mineAfter(known, done),
        unsettled: done.unsettled,
        fullAt: isFull ? performance.now() : (known?.fullAt ?? 0),
      }
    },
    async exists(signal) {
      await driver.connect(signal)
      return (await driver.indexed([])).size > 0
    },
    async preview(snapshot, { signal, report }) {
      const { lists, problems } = frontendsOf(snapshot.services)
      await driver.connect(signal)
      const looked = await look(driver, lists, 'all')
      for (const problem of [...problems, ...problemsOf(driver, looked)]) report(problem)
      const after = new Map(looked.writes.map(({ domain, entries }) => [domain, entries]))
      return [...after.keys(), ...looked.removals].sort().map(domain => ({
        target: `${driver.address} ${driver.nameOf(domain)}`,
        before: textOf(looked.current.get(domain)),
        after: textOf(after.get(domain)),
      }))
    },
  }
}

// What could not be settled is looked at each time: it may be ours by now.
function changedDomains({ lists, unsettled }: Applied, wanted: Applied['lists']): readonly string[] {
  const changed = new Set(unsettled)
  for (const [domain, entries] of wanted) {
    const before = lists.get(domain)
    if (before === undefined || !sameEntries(before, entries)) changed.add(domain)
  }
  for (const domain of lists.keys()) if (!wanted.has(domain)) changed.add(domain)
  return [...changed].sort()
}

function mineAfter(known: Applied | undefined, { scope, mine: ours }: Reconciled): ReadonlySet<string> {
  const mine = new Set(known?.mine)
  for (const domain of scope) {
    if (ours.has(domain)) mine.add(domain)
    else mine.delete(domain)
  }
  return mine
}

function textOf(entries: readonly string[] | string | undefined): string {
  return Array.isArray(entries) ? entries.map(entry => `${entry}\n`).join('') : ''
}

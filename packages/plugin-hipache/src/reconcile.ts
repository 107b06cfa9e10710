import { type Problem, ProxymError } from '@proxym/core'
import type { Driver, Scope } from './driver.ts'
import { claimsContended, notAList, ownedByOther } from './errors.ts'
import { limits } from './limits.ts'
import { type Plan, plan } from './plan.ts'

type Lists = ReadonlyMap<string, readonly string[]>

/** What a reconcile came to. */
export interface Reconciled {
  /** What was looked at in the end. */
  readonly scope: Scope
  /** Domains in our index now, of those that were looked at. */
  readonly mine: ReadonlySet<string>
  /** Wanted, but not written: another owner's, or no list. */
  readonly unsettled: readonly string[]
  readonly problems: readonly Problem[]
}

/** What is there and what shall become of it. */
export interface Looked extends Plan {
  readonly mine: ReadonlySet<string>
  readonly current: Awaited<ReturnType<Driver['read']>>
  readonly size: number
}

/** Compare the wanted lists with those in the store. */
export async function look(driver: Driver, wanted: Lists, scope: Scope): Promise<Looked> {
  const { owned, size } = await driver.indexed(scope)
  const lists = scope === 'all' ? wanted : new Map(scope.flatMap(domain => entryOf(wanted, domain)))
  const current = await driver.read([...new Set([...lists.keys(), ...owned.mine])])
  return { ...plan(lists, current, owned), mine: owned.mine, current, size }
}

/**
 * Make the lists of the scope those that are wanted. Of all of them when our index does not hold as many domains as it should:
 * someone else has been there, and only a look at everything tells what they did.
 */
export async function reconcile(driver: Driver, wanted: Lists, scope: Scope, expectedSize = 0): Promise<Reconciled> {
  for (let attempt = 0; attempt < limits.claims; attempt++) {
    const looked = await look(driver, wanted, scope)
    if (scope !== 'all' && looked.size !== expectedSize) return reconcile(driver, wanted, 'all')
    const { claims, releases, writes, removals } = looked
    if (!(await driver.claim(claims, releases))) continue
    const odd = await driver.write(writes, removals)
    const misfits = [...looked.misfits, ...odd.filter(domain => wanted.has(domain))]
    const mine = new Set([...looked.mine, ...claims])
    for (const domain of [...releases, ...removals]) mine.delete(domain)
    return {
      scope,
      mine,
      unsettled: [...looked.conflicts.map(({ domain }) => domain), ...misfits],
      problems: problemsOf(driver, { ...looked, misfits }),
    }
  }
  throw new ProxymError(claimsContended(driver.address))
}

/** What is wrong with single lists. */
export function problemsOf(driver: Driver, { conflicts, misfits }: Pick<Plan, 'conflicts' | 'misfits'>): readonly Problem[] {
  return [
    ...conflicts.map(({ domain, owner }) => ownedByOther(domain, driver.nameOf(domain), owner, driver.indexOf(owner))),
    ...misfits.map(domain => notAList(domain, driver.nameOf(domain))),
  ]
}

function entryOf(wanted: Lists, domain: string): readonly (readonly [string, readonly string[]])[] {
  const entries = wanted.get(domain)
  return entries === undefined ? [] : [[domain, entries]]
}

import type { Suspects } from './suspects.ts'

/** Why a text was refused, and whom that points at. */
export interface Verdict extends Suspects {
  /** All of the check's words. */
  readonly words: string
}

/** Checks the file with only these changes made; undefined: it passed. */
export type TestChanges = (made: ReadonlySet<string>) => Promise<Verdict | undefined>

export interface SearchParts {
  /** Ids of what changed; of two that do not go together the later one is found guilty. */
  readonly changes: readonly string[]
  /** Why the file with all of them was refused; that check counts. */
  readonly first: Verdict
  readonly test: TestChanges
  /** Whether another check may be started. */
  readonly hasTime: () => boolean
}

/** What was found out about each change. */
export interface Findings {
  /** `elsewhere`: the file is refused without any of the changes as well. */
  readonly fault: 'services' | 'elsewhere'
  /** The file with exactly these passed; undefined when none did. */
  readonly accepted: readonly string[] | undefined
  /** With the words of the check. */
  readonly guilty: ReadonlyMap<string, string>
  /** Those that were not looked at closely first, then those among which a guilty one is. */
  readonly undecided: readonly string[]
}

/** As many checks as one search may cost, the first one included. */
export const mostChecks = 20

const elsewhere: Findings = { fault: 'elsewhere', accepted: undefined, guilty: new Map(), undecided: [] }

/**
 * Find the changes for which a file is refused: those whose own lines are complained about first, else by halving. What is accepted has
 * passed a check as a whole.
 */
export async function searchGuilty({ changes, first, test, hasTime }: SearchParts): Promise<Findings> {
  const changed = new Set(changes)
  let spent = 1
  let refusal = first
  let accepted: readonly string[] | undefined
  const accused = new Map<string, string>()
  const guilty = new Map<string, string>()
  const untested: string[] = []
  const suspected: string[] = []
  const mayTest = () => spent < mostChecks && hasTime()
  /** Undefined when it passed, which accepts all of it. */
  const check = async (made: readonly string[]): Promise<Verdict | undefined> => {
    spent++
    const verdict = await test(new Set(made))
    if (verdict === undefined) accepted = made
    return verdict
  }
  const findings = (): Findings => ({
    fault: 'services',
    accepted,
    guilty: new Map([...accused, ...guilty]),
    undecided: [...untested, ...suspected],
  })
  const rest = () => changes.filter(id => !accused.has(id))

  /** The group together with what is accepted is known to be refused. */
  const divide = async (group: readonly string[], why: Verdict): Promise<void> => {
    const [id] = group
    if (group.length === 1 && id !== undefined) return void guilty.set(id, wordsFor(id, why))
    if (!mayTest()) return void suspected.push(...group)
    const middle = Math.ceil(group.length / 2)
    const [left, right] = [group.slice(0, middle), group.slice(middle)]
    const leftRefusal = await check([...(accepted ?? []), ...left])
    // The left half is fine: then the right one is not, and need not be checked as a whole.
    if (leftRefusal === undefined) return divide(right, why)
    await divide(left, leftRefusal)
    await judge(right)
  }
  const judge = async (group: readonly string[]): Promise<void> => {
    if (group.length === 0) return
    if (!mayTest()) return void untested.push(...group)
    const why = await check([...(accepted ?? []), ...group])
    if (why !== undefined) await divide(group, why)
  }

  for (;;) {
    const fresh = [...refusal.strong].filter(([id]) => changed.has(id) && !accused.has(id))
    if (fresh.length === 0) break
    for (const [id, words] of fresh) accused.set(id, words)
    if (!mayTest()) {
      untested.push(...rest())
      return findings()
    }
    const next = await check(rest())
    if (next === undefined) return findings()
    if (rest().length === 0) return elsewhere
    refusal = next
  }

  const weak = rest().filter(id => refusal.weak.has(id))
  if (weak.length > 0 && weak.length < rest().length && mayTest()) {
    const why = refusal
    if ((await check(rest().filter(id => !weak.includes(id)))) === undefined) {
      await divide(weak, why)
      return findings()
    }
  }

  if (!mayTest()) {
    suspected.push(...rest())
    return findings()
  }
  if ((await check([])) !== undefined) return elsewhere
  await divide(rest(), refusal)
  // Their own lines were complained about, but that was not all: now that the rest is known they get another chance.
  const again = [...accused]
  if (mayTest()) {
    accused.clear()
    await judge(again.map(([id]) => id))
    for (const [id, words] of again) if (guilty.has(id)) guilty.set(id, words)
  }
  return findings()
}

function wordsFor(id: string, { strong, weak, words }: Verdict): string {
  return strong.get(id) ?? weak.get(id) ?? words
}

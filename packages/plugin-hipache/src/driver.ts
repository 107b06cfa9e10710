import type { Held, Owned, Write } from './plan.ts'

/** Domains to look at: all of them, or these. */
export type Scope = 'all' | readonly string[]

/** What the indexes say. */
export interface Indexed {
  readonly owned: Owned
  /** How many domains our index holds, whatever the scope. */
  readonly size: number
}

/** What the lists of Hipache are kept in. Every call throws a ProxymError that names the store and never a secret. */
export interface Driver {
  /** Where it is, without user and password. */
  readonly address: string
  /** Wait for a connection. Returns its number: another one means that others may have written in between. */
  connect(signal: AbortSignal): Promise<number>
  /** Read the indexes, and from then on notice when someone changes them. */
  indexed(scope: Scope): Promise<Indexed>
  read(domains: readonly string[]): Promise<ReadonlyMap<string, Held>>
  /** Change our index. False, with nothing done, when an index has changed since it was read. */
  claim(claims: readonly string[], releases: readonly string[]): Promise<boolean>
  /** Replace and remove lists, each with its index entry in one transaction. Returns the keys that turned out to be no list. */
  write(writes: readonly Write[], removals: readonly string[]): Promise<readonly string[]>
  /** What a list, and an owner's index, are called in messages. */
  nameOf(domain: string): string
  indexOf(owner: string): string
  close(): void
}

import { type Io, type IoFile, nodeIo } from '../../src/write/io.ts'

/** One file operation. */
export type Call = keyof Io | keyof IoFile

/** What happens at a call: `go` is the real one, with the given arguments or others. */
export type Decide = (
  name: Call,
  go: (...args: readonly unknown[]) => Promise<unknown>,
  args: readonly unknown[],
) => Promise<unknown>

/** The file system, with a decision at each of its calls and at those of the files that it opens. */
export function wrapIo(decide: Decide): Io {
  const wrap = <T extends object>(object: T): T => {
    const entries = Object.entries(object as Record<string, (...args: readonly unknown[]) => Promise<unknown>>)
    const wrapped = entries.map(([name, fn]) => [
      name,
      async (...args: readonly unknown[]) => {
        const result = await decide(name as Call, fn, args)
        return name === 'create' ? wrap(result as IoFile) : result
      },
    ])
    return Object.fromEntries(wrapped) as T
  }
  return wrap(nodeIo)
}

/** What Node throws for a failed system call. */
export function systemError(code: string, call: string): Error {
  return Object.assign(new Error(`${code}: a fault, ${call}`), { code })
}

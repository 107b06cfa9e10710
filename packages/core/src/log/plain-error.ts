import { messageOf } from '../problem.ts'
import { plainText } from './plain-text.ts'

const maxCauses = 3

/** The fields of an error: its message, its code, the messages of what caused it, and the stack when that is wanted. */
export function plainError(key: string, codeKey: string, error: Error, withStack: boolean): ReadonlyMap<string, string> {
  const out = new Map([[key, plainText(messageOf(error))]])
  const code = codeOf(error)
  if (code !== undefined) out.set(codeKey, plainText(code))
  let cause: unknown = error.cause
  for (let depth = 1; depth <= maxCauses && cause !== undefined; depth++) {
    out.set(`${key}${'.cause'.repeat(depth)}`, plainText(messageOf(cause)))
    cause = cause instanceof Error ? cause.cause : undefined
  }
  if (withStack && typeof error.stack === 'string') out.set(key === 'error' ? 'stack' : `${key}.stack`, plainText(error.stack))
  return out
}

function codeOf(error: Error): string | undefined {
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')) return String(error.code)
  if (!('problems' in error) || !Array.isArray(error.problems)) return undefined
  const [first] = error.problems as readonly unknown[]
  const isProblem = typeof first === 'object' && first !== null && 'code' in first && typeof first.code === 'string'
  return isProblem ? String(first.code) : undefined
}

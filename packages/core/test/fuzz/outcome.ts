import { expect } from 'vitest'

/** The result, twice the same, or the kind of error that is allowed. */
export function outcome<T>(parse: () => T, allowed: (error: unknown) => boolean): T | undefined {
  const attempt = (): { readonly value?: T; readonly error?: string } => {
    try {
      return { value: parse() }
    } catch (error) {
      if (!allowed(error)) throw error
      return { error: String(error) }
    }
  }
  const first = attempt()
  expect(attempt()).toEqual(first)
  return first.value
}

/** For parsers that refuse by their answer. */
export const never = () => false

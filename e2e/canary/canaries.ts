import { randomBytes } from 'node:crypto'

/** How a secret is given to proxym. */
export type Form = 'plain' | 'env' | 'file'

/** Secrets that nobody could write by accident, and how they are given. */
export interface Canaries {
  /** A new secret, as a text. */
  text(name: string): string
  /** A new one where an option takes references; `wrap` makes the whole value of it. */
  give(name: string, wrap?: (canary: string) => string): unknown
  readonly env: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, string>>
  /** Names of those that can be seen in a text, in any form. */
  seenIn(text: string): readonly string[]
  /** Names of all. */
  readonly names: readonly string[]
}

/** Make secrets that are given in this form. */
export function createCanaries(form: Form): Canaries {
  const canaries = new Map<string, string>()
  const env: Record<string, string> = {}
  const files: Record<string, string> = {}
  const text = (name: string): string => {
    const canary = `cnry${randomBytes(12).toString('hex')}`
    canaries.set(name, canary)
    return canary
  }
  return {
    text,
    give(name, wrap = canary => canary) {
      const value = wrap(text(name))
      if (form === 'plain') return value
      const id = name.replace(/\W/g, '_').toUpperCase()
      if (form === 'env') {
        env[id] = value
        return { env: id }
      }
      files[`secrets/${id}`] = `${value}\n`
      return { file: `./secrets/${id}` }
    },
    env,
    files,
    seenIn: seen => [...canaries].filter(([, canary]) => formsOf(canary).some(one => seen.includes(one))).map(([name]) => name),
    get names() {
      return [...canaries.keys()]
    },
  }
}

/** A text as it is, and what base64 makes of it wherever it stands in something longer (`user:password`). */
function formsOf(canary: string): readonly string[] {
  const encoded = [0, 1, 2].map(before =>
    Buffer.from(`${'x'.repeat(before)}${canary}`)
      .toString('base64')
      // The characters at both ends depend on what stands around it.
      .slice(before === 0 ? 0 : 4, -6),
  )
  return [canary, ...encoded]
}

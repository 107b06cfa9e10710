import { z } from 'zod'

/** A secret that is kept outside of the configuration. */
export type SecretReference = { readonly env: string } | { readonly file: string }

/** How a secret may be written: as it is, or where to find it. */
export type SecretInput = string | SecretReference

const reference = z.union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })])

/**
 * A zod schema for an option that is a secret: a string, `{ env: 'NAME' }` or `{ file: '/run/secrets/x' }`; the plugin gets a
 * string. The option must be named in `secrets` of `definePlugin`: the configuration replaces the two forms before the
 * factory is called, and keeps the value out of every message.
 */
export function secret(): z.ZodType<string, SecretInput> {
  return z.union([z.string().min(1), reference]).transform((value, context) => {
    if (typeof value === 'string') return value
    context.addIssue({
      code: 'custom',
      message: 'must be a string here: `env` and `file` are read only for options named in `secrets`',
    })
    return z.NEVER
  })
}

/** Whether a value is one of the two forms, and nothing else. */
export function isSecretReference(value: unknown): value is SecretReference {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false
  const [name] = Object.values(value)
  return ('env' in value || 'file' in value) && typeof name === 'string' && name !== ''
}

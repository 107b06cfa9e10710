const secretKey = /passw(?:or)?d|token|secret|authorization|credential|api[-_]?key/i

// `user:pass@`. The second form is a password with a raw slash in it, which no URL parser takes but a message may quote;
// digits before the slash are a port. Bounded, so that a hostile megabyte costs no more than one pass.
const userinfo = /:\/\/(?:[^\s/]{0,512}@|[^\s/@:]{0,128}:(?!\d{1,5}(?:[/?#,\s]|$))\S{0,256}@)/g
const authorization =
  /((?:^|[^a-z])authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:basic|bearer|digest|token)\s{1,4})?)[^\s"',;]+/gi
const query = /([?&;][^=&;\s]{0,64}(?:password|passwd|token|secret|api[-_]?key)=)[^&;\s"']+/gi

/** What stands in place of a secret. */
export const redacted = '***'

/** Whether a field of this name carries a secret. */
export const isSecretKey = (key: string): boolean => secretKey.test(key)

/** The text without credentials in URLs, query parameters and quoted headers. */
export function redactText(text: string): string {
  if (!/[@=:]/.test(text)) return text
  return text.replace(userinfo, `://${redacted}@`).replace(authorization, `$1${redacted}`).replace(query, `$1${redacted}`)
}

/** Whose rules apply to a file: those of HAProxy, of nginx, or none that proxym knows. */
export type Syntax = 'haproxy' | 'nginx' | 'none'

/** What a text looks like: a template, or what it rendered without services. */
export function looksLike(text: string): Syntax {
  if (/^[ \t]*(?:global|defaults|(?:frontend|backend|listen)[ \t]+\S.*)[ \t]*$/m.test(text)) return 'haproxy'
  return /^[ \t]*(?:events|http|server|stream|upstream[ \t]+\S+)[ \t]*\{/m.test(text) ? 'nginx' : 'none'
}

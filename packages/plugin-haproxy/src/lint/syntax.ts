/** Whose rules apply to a file: those of HAProxy, of nginx, or none that proxym knows. */
export type Syntax = 'haproxy' | 'nginx' | 'none'

/** What a text looks like: a template, or what it rendered without services. */
export function looksLike(template: string): Syntax {
  // A comment may describe anything, in words that begin like a section.
  const text = template.replace(/\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}/g, '')
  // A `listen` that ends in a semicolon is a directive of nginx.
  if (/^[ \t]*(?:global|defaults|(?:frontend|backend|listen)[ \t]+[^\s;][^\n;]*)[ \t]*$/m.test(text)) return 'haproxy'
  return /^[ \t]*(?:events|http|server|stream|upstream[ \t]+\S+)[ \t]*\{/m.test(text) ? 'nginx' : 'none'
}

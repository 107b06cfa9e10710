/** TypeScript without its comments and the contents of its strings, line breaks kept: what a rule about code may look at. */
export function codeOf(source: string): string {
  // One pass, because a quote in a comment is no string and `//` in a string is no comment. Regular expressions that
  // contain quotes may fool it; that shows as a wrong finding, never as a missed `process` outside of them.
  const comment = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`
  const text = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`
  return source.replace(new RegExp(`${comment}|${text}`, 'g'), found =>
    found.startsWith('/') ? found.replace(/[^\n]/g, '') : "''",
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/

/** The first control character but newline and tab, as a flaw with its line. */
export function controlCharacter(text: string): { readonly line: number; readonly reason: string } | undefined {
  const at = text.search(control)
  if (at < 0) return undefined
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')
  return { line: lineAt(text, at), reason: `it holds the control character U+${code}` }
}

/** The line, counted from 1, of a position in a text. */
function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}

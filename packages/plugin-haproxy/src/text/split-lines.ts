// Text that has no line at the margin, or many lines below one, is cut somewhere: one change must not cost the whole text.
const longest = 16_384

/**
 * Cut a text into pieces of whole lines, where a line begins at the margin. The same lines give the same pieces wherever they stand, so
 * that what is known of a piece need not be found out again. All pieces together are the text.
 */
export function splitLines(text: string): readonly string[] {
  const pieces: string[] = []
  let start = 0
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    if (end < 0) break
    at = end + 1
    const isAtMargin = at < text.length && text.charCodeAt(at) > 32
    if (!isAtMargin && at - start < longest) continue
    pieces.push(text.slice(start, at))
    start = at
  }
  if (start < text.length) pieces.push(text.slice(start))
  return pieces
}

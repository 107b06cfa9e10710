// C0 and C1 controls, line and paragraph separators, bidirectional marks and overrides, zero-width marks, lone surrogates:
// everything that can end a line, move a cursor or make a line read as another.
const unsafe = /[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/gu
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One line whatever the text is: control characters are written as `\n`, `\u001b`, … */
export const escapeText = (text: string): string => text.replace(unsafe, character => short[character] ?? unicode(character))

/** The same for a line of JSON, where only what `JSON.stringify` leaves raw is to do. */
export const escapeJson = (line: string): string => line.replace(unsafe, unicode)

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

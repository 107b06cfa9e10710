const sections = new Set(
  'global defaults frontend backend listen peers resolvers mailers userlist program http-errors ring cache log-forward log-profile fcgi-app crt-store acme traces haterm'.split(
    ' ',
  ),
)

/**
 * Each line of a HAProxy configuration as `<kind of section> <keyword>`, and each section as `section <kind>`. Written apart from the
 * parser of the product, so that a mistake there does not hide an injection: it knows no more than how a word ends.
 */
export function haproxyDirectives(text: string): readonly string[] {
  const found: string[] = []
  let kind = 'nothing'
  for (const line of text.split(/[\n\r]/)) {
    const words = wordsOf(line)
    const first = words[0]
    if (first === undefined) continue
    if (sections.has(first)) {
      kind = first
      found.push(`section ${kind}`)
      continue
    }
    // With what follows for the words whose second word is the keyword in truth.
    const isFamily = [
      'no',
      'default',
      'option',
      'http-request',
      'http-response',
      'http-check',
      'tcp-check',
      'stats',
      'timeout',
    ].includes(first)
    found.push(`${kind} ${first}${isFamily ? ` ${(words[1] ?? '').replace(/\(.*/, '')}` : ''}`)
    if (words.includes('-f')) found.push(`${kind} ${first} -f`)
  }
  return found
}

function wordsOf(line: string): readonly string[] {
  const words: string[] = []
  let word = ''
  let started = false
  let quote = ''
  const end = () => {
    if (started) words.push(word)
    word = ''
    started = false
  }
  const chars = [...line]
  while (chars.length > 0) {
    const char = chars.shift() ?? ''
    if (quote === '' && char === '#') break
    if (quote === '' && /[ \t\v\f]/.test(char)) end()
    else if (char === '\\' && quote !== "'") {
      started = true
      const next = chars.shift() ?? ''
      if (next === 'x') {
        const code = Number.parseInt(chars.splice(0, 2).join(''), 16)
        // The rest of a word behind NUL is not there for a program in C.
        word += Number.isNaN(code) ? '?' : String.fromCharCode(code)
      } else word += /[ "'#\\$]/.test(next) ? next : `\\${next}`
    } else if (quote === '' ? char === '"' || char === "'" : char === quote) {
      started = true
      quote = quote === '' ? char : ''
    } else {
      started = true
      word += char
    }
  }
  end()
  return words.map(each => each.split('\0')[0] ?? '')
}

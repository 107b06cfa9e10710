/**
 * Each directive of an nginx configuration with the blocks around it: `http/server/location proxy_pass`. Written apart from the parser of
 * the product, so that a mistake there does not hide an injection. Throws where nginx could not go on.
 */
export function nginxDirectives(text: string): readonly string[] {
  const found: string[] = []
  const blocks: string[] = []
  let words: string[] = []
  let at = 0
  const finish = (isBlock: boolean) => {
    const [name] = words
    if (name === undefined) throw new Error(`a mark without a directive before character ${at}`)
    found.push(`${blocks.join('/')} ${name}${name === 'if' ? ` ${words.slice(1).join(' ').replace(/\$.*/, '')}` : ''}`)
    if (isBlock) blocks.push(name)
    words = []
  }
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '#') {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end
    } else if (/\s/.test(char)) at += 1
    else if (char === ';' || char === '{') {
      finish(char === '{')
      at += 1
    } else if (char === '}') {
      if (words.length > 0 || blocks.pop() === undefined) throw new Error(`a brace too many at character ${at}`)
      at += 1
    } else {
      const { word, next } = wordAt(text, at)
      words.push(word)
      at = next
    }
  }
  if (words.length > 0 || blocks.length > 0) throw new Error(`not finished: ${[...blocks, ...words].join(' ')}`)
  return found
}

function wordAt(text: string, start: number): { readonly word: string; readonly next: number } {
  const quote = /["']/.test(text.charAt(start)) ? text.charAt(start) : ''
  let word = ''
  let at = start + quote.length
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '\\') {
      word += text.charAt(at + 1)
      at += 2
    } else if (quote !== '' && char === quote) return { word, next: at + 1 }
    else if (quote === '' && /[\s;]/.test(char)) return { word, next: at }
    else if (quote === '' && char === '{' && text.charAt(at - 1) !== '$') return { word, next: at }
    else {
      word += char
      at += 1
    }
  }
  if (quote !== '') throw new Error(`a quote is open from character ${start}`)
  return { word, next: at }
}

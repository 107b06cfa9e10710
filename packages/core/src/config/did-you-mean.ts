/**
 * How many insertions, deletions, replacements and swaps of neighbours turn one word into the other
 * (Damerau-Levenshtein, no letter touched twice).
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}

/** How many letters one word has and the other one lacks, in either direction: never more than their edit distance. */
function letterDistance(from: string, to: string): number {
  const counts = new Int32Array(128)
  const count = (text: string, step: number): void => {
    for (let index = 0; index < text.length; index++) {
      const slot = text.charCodeAt(index) & 127
      counts[slot] = (counts[slot] ?? 0) + step
    }
  }
  count(from, 1)
  count(to, -1)
  let [more, lacking] = [0, 0]
  for (const left of counts) {
    if (left > 0) more += left
    else lacking -= left
  }
  return Math.max(more, lacking)
}

/**
 * The known word that was probably meant, or undefined when none is near: at most a third of the word's letters may
 * differ, upper and lower case count as equal. Among equally near words the first one wins.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.ceil(word.length / 3) + 1
  for (const candidate of known) {
    // The lengths alone are a lower bound, and the letters without their order a better one; both are cheap.
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue
    if (letterDistance(wanted, candidate.toLowerCase()) >= bestDistance) continue
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

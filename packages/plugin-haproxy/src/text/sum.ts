/** The sum of the numbers between two places of a list. */
export function sum(numbers: Int32Array, from: number, to: number): number {
  let all = 0
  for (let at = from; at < to; at++) all += numbers[at] as number
  return all
}

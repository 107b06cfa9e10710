import { type Figures, round } from './figures.ts'

/** One promise, and what came of it. */
export interface Goal {
  readonly promise: string
  readonly figure: number
  readonly most: number
}

/** Which promises these figures can be held against. */
export function goalsOf(all: readonly Figures[]): readonly Goal[] {
  const of = (size: string) => all.find(figures => figures.size === size)
  const [small, thousand, large, largest] = [of('100x4'), of('1000x5'), of('5000x10'), of('10000x10')]
  return [
    ...(small === undefined ? [] : [{ promise: '100x4: a change, ms', figure: small.changeMs, most: 25 }]),
    ...(thousand === undefined ? [] : [ratio('1000x5: a change / floor', thousand.changeMs, thousand.floor.ms, 0.5)]),
    ...(large === undefined ? [] : ofLarge(large)),
    ...(large === undefined || largest === undefined ? [] : ofLargest(large, largest)),
  ]
}

function ofLarge({ floor, changeMs, resyncMs, coldMs, peakMiB }: Figures): readonly Goal[] {
  return [
    ratio('5000x10: a change / floor', changeMs, floor.ms, 0.15),
    ratio('5000x10: full resync / floor', resyncMs, floor.ms, 2),
    ratio("5000x10: cold start / floor's cold start", coldMs, floor.coldMs, 2.4),
    ratio("5000x10: peak memory / floor's", peakMiB, floor.peakMiB, 1),
  ]
}

function ofLargest(large: Figures, largest: Figures): readonly Goal[] {
  return [
    ratio('10000x10: a change / at 5000x10', largest.changeMs, large.changeMs, 1.5),
    ratio('10000x10: full resync / at 5000x10', largest.resyncMs, large.resyncMs, 2),
    ratio('10000x10: cold start / at 5000x10', largest.coldMs, large.coldMs, 2),
    ratio('10000x10: peak memory / at 5000x10', largest.peakMiB, large.peakMiB, 2),
  ]
}

function ratio(promise: string, figure: number, of: number, most: number): Goal {
  return { promise, figure: round(figure / of, 3), most }
}

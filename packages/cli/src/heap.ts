import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/*
 * V8 trades memory for time, as is right for a program that ends: at 50,000 hosts its heap would grow to several times of what is in
 * it, beside a proxy that needs the memory. What is short-lived is given much room from the beginning instead, which saves both. A start
 * is like a program that ends: nearly all that it makes stays, and looking for what does not costs a tenth of its time.
 */

// What 50,000 hosts take to start with, in the main thread and in one that renders.
const startMiB = 128
const threadMiB = 64
const MiB = 1024 * 1024

/** Give short-lived objects 16 MiB as soon as 1 is not enough, and the others what a start wants. Call it before the program is loaded. */
export function makeRoom(): void {
  setFlagsFromString('--semi-space-growth-factor=16')
  // V8's own first limit falls with everything that lives on; one that it finds by looking through the heap, as small as it is, stays.
  setFlagsFromString(`--heap-growing-percent=${Math.round(((startMiB * MiB) / getHeapStatistics().used_heap_size) * 100)}`)
  collectAll()
  setFlagsFromString('--heap-growing-percent=200')
}

/** What is short-lived has the room that it needs, here and in threads that start now. Call it when the program is loaded. */
export function keepRoom(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  // Threads have taken nothing yet: with the half MiB that V8 begins with they would do nothing but collect. In MiB.
  setFlagsFromString('--min-semi-space-size=8')
  setFlagsFromString(`--initial-old-space-size=${threadMiB}`)
}

/** Keep the process near what it holds. Call it when the start is over. */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=60')
  // The limit of the start would stand until it is reached, which a small installation takes days for.
  collectAll()
}

/** Look through the whole heap now: 4 ms for one that is empty, 30 for 50,000 hosts. */
function collectAll(): void {
  setFlagsFromString('--expose-gc')
  // Only a new context has what the flag gives.
  runInNewContext('gc()')
  setFlagsFromString('--no-expose-gc')
}

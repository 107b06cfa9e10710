import { setFlagsFromString } from 'node:v8'

/*
 * V8 trades memory for time, as is right for a program that ends: at 50,000 hosts its heap would grow to several times of what is in
 * it, beside a proxy that needs the memory. What is short-lived is given much room from the beginning instead, which saves both. A start
 * is like a program that ends: nearly all that it makes stays, and looking for what does not costs a tenth of its time.
 */

/** Give short-lived objects 16 MiB as soon as 1 is not enough, and the others what they want. Call it before the program is loaded. */
export function makeRoom(): void {
  setFlagsFromString('--semi-space-growth-factor=16')
  setFlagsFromString('--heap-growing-percent=200')
}

/** What is short-lived has the room that it needs, here and in threads that start now. Call it when the program is loaded. */
export function keepRoom(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  // Threads have taken nothing yet: with the half MiB that V8 begins with they would do nothing but collect. In MiB.
  setFlagsFromString('--min-semi-space-size=8')
}

/** Keep the process near what it holds. Call it when the start is over. */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=60')
}

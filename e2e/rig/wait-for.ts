import { setTimeout as delay } from 'node:timers/promises'

export interface WaitOptions {
  /** Nothing more can come: fail at once. */
  readonly isOver?: () => boolean
  /** What was seen instead, for the message. */
  readonly report?: () => string
  /** @default 15000 */
  readonly timeoutMs?: number
}

/** Wait until something outside of this process is true. Fails with what it waited for, and what was there instead. */
export async function waitFor(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  { isOver = () => false, report = () => '', timeoutMs = 15_000 }: WaitOptions = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await isTrue())) {
    const over = isOver()
    if ((over && !(await isTrue())) || performance.now() > deadline) {
      throw new Error(`waited for ${what}${over ? ', but the process is over' : ''}\n${report()}`)
    }
    await delay(20)
  }
}

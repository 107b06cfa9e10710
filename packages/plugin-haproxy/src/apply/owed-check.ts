import { createBackground } from '../runtime/background.ts'
import type { ConfigText } from '../text/index.ts'
import type { Clock } from './clock.ts'
import type { Refusal } from './refusal.ts'

/** What came of a check: nothing against the text, what is against it, or an error when there was no verdict. */
export type Verdict = { readonly refusal: Refusal | undefined } | { readonly error: unknown }

/** Checks what went live before its check. Texts that follow each other soon are checked as one: the last. */
export interface OwedCheck {
  owe(config: ConfigText): void
  /** Give it up. Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

export interface OwedCheckParts {
  /** @throws ProxymError when there was no verdict */
  readonly check: (config: ConfigText, signal: AbortSignal) => Promise<Refusal | undefined>
  readonly clock: Clock
  /** Told before the next check begins. */
  readonly decided: (config: ConfigText, verdict: Verdict) => Promise<void>
}

const leastPauseMs = 500

export function createOwedCheck({ check, clock, decided }: OwedCheckParts): OwedCheck {
  let owed: ConfigText | undefined
  // Half of the time belongs to others, however long a check takes.
  let pauseMs = leastPauseMs

  const run = async (signal: AbortSignal): Promise<void> => {
    while (owed !== undefined) {
      await clock.sleep(pauseMs, signal)
      const config = owed
      owed = undefined
      const started = clock.now()
      const verdict = await check(config, signal).then(
        refusal => ({ refusal }),
        (error: unknown) => ({ error }),
      )
      signal.throwIfAborted()
      pauseMs = Math.max(leastPauseMs, clock.now() - started)
      await decided(config, verdict)
    }
  }
  const background = createBackground(run, () => owed !== undefined)
  return {
    owe(config) {
      owed = config
      background.start()
    },
    async stop() {
      owed = undefined
      await background.stop()
    },
  }
}

import type { Problem } from '@proxym/core'

/** What is known about the loading of texts. Texts are named by their hash. */
export interface LoadTrials {
  /** The text that does not load. */
  readonly text: string | undefined
  /** How often in a row. */
  readonly failures: number
  /**
   * `open`: it is tried. `rolling back`: its predecessor has to be loaded. `proxy away`: that did not load either, which proves nothing
   * against the text. `rolled back`: the predecessor was loaded, so the text is at fault and is not tried again.
   */
  readonly verdict: 'open' | 'rolling back' | 'proxy away' | 'rolled back'
  /** What the last failure said. */
  readonly why: readonly Problem[]
}

export const noTrials: LoadTrials = { text: undefined, failures: 0, verdict: 'open', why: [] }

/** A text is given up after so many loads that failed. */
const mostLoads = 3

/** Which text the proxy should run with: the one that was rendered, or its predecessor. */
export function goalOf(trials: LoadTrials, rendered: string): 'rendered' | 'predecessor' {
  return trials.verdict !== 'open' && trials.text === rendered ? 'predecessor' : 'rendered'
}

/** The rendered text did not load. Without a predecessor that is another text, it is tried for ever. */
export function loadFailed(
  trials: LoadTrials,
  rendered: string,
  predecessor: string | undefined,
  why: readonly Problem[],
): LoadTrials {
  const failures = trials.text === rendered ? trials.failures + 1 : 1
  const givenUp = failures >= mostLoads && predecessor !== undefined && predecessor !== rendered
  return { text: rendered, failures, verdict: givenUp ? 'rolling back' : 'open', why }
}

/** The predecessor was loaded. */
export function predecessorLoaded(trials: LoadTrials): LoadTrials {
  return trials.verdict === 'proxy away' ? noTrials : { ...trials, verdict: 'rolled back' }
}

/** The predecessor did not load. One that was loaded since the text failed has proved the text guilty already. */
export function predecessorFailed(trials: LoadTrials): LoadTrials {
  return trials.verdict === 'rolled back' ? trials : { ...trials, verdict: 'proxy away' }
}

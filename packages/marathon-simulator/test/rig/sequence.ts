import type { Simulator } from '../../src/index.ts'

/** What happened while something was done, one word per event: its type, and what it says in short. */
export function sequenceOf(simulator: Simulator, act: () => void): readonly string[] {
  const seen: string[] = []
  const stop = simulator.onEvent(event => {
    const { taskStatus, condition, alive, healthy, currentStep } = JSON.parse(event.json('light'))
    const action = currentStep?.actions?.[0]?.action ?? currentStep?.action
    const detail = taskStatus ?? condition ?? alive ?? healthy ?? action
    seen.push(detail === undefined ? event.type : `${event.type} ${detail}`)
  })
  act()
  simulator.settle()
  stop()
  return seen
}

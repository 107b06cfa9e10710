import { expect, test } from 'vitest'
import { goalOf, type LoadTrials, loadFailed, noTrials, predecessorFailed, predecessorLoaded } from '../../src/apply/rollback.ts'

const why = [{ code: 'PROXYM_RELOAD_FAILED', message: 'no' }]
const failed = (times: number, predecessor: string | undefined, text = 'new') => {
  let trials = noTrials
  for (let time = 0; time < times; time++) trials = loadFailed(trials, text, predecessor, why)
  return trials
}
const at = (verdict: LoadTrials['verdict']): LoadTrials => ({ text: 'new', failures: 3, verdict, why })

test.each<[string, LoadTrials, LoadTrials['verdict'], 'rendered' | 'predecessor']>([
  ['nothing failed', noTrials, 'open', 'rendered'],
  ['failed twice', failed(2, 'old'), 'open', 'rendered'],
  ['failed three times', failed(3, 'old'), 'rolling back', 'predecessor'],
  ['failed three times, no predecessor', failed(3, undefined), 'open', 'rendered'],
  ['failed a hundred times, no predecessor', failed(100, undefined), 'open', 'rendered'],
  ['failed three times, the predecessor is the text itself', failed(3, 'new'), 'open', 'rendered'],
  ['another text failed three times', failed(3, 'old', 'other'), 'rolling back', 'rendered'],
  ['failed once after another failed twice', loadFailed(failed(2, 'old', 'other'), 'new', 'old', why), 'open', 'rendered'],
  ['the predecessor was loaded', predecessorLoaded(at('rolling back')), 'rolled back', 'predecessor'],
  ['and again, because another hand changed the file', predecessorLoaded(at('rolled back')), 'rolled back', 'predecessor'],
  ['the predecessor failed too', predecessorFailed(at('rolling back')), 'proxy away', 'predecessor'],
  ['and again', predecessorFailed(at('proxy away')), 'proxy away', 'predecessor'],
  ['it failed after it had been loaded', predecessorFailed(at('rolled back')), 'rolled back', 'predecessor'],
  ['the proxy came back', predecessorLoaded(at('proxy away')), 'open', 'rendered'],
])('%s', (_what, trials, verdict, goal) => {
  expect(trials.verdict).toBe(verdict)
  expect(goalOf(trials, 'new')).toBe(goal)
})

test('a text that failed while the proxy was away has three fresh tries', () => {
  let trials = predecessorLoaded(at('proxy away'))
  for (const verdict of ['open', 'open', 'rolling back']) {
    trials = loadFailed(trials, 'new', 'old', why)
    expect(trials.verdict).toBe(verdict)
  }
})

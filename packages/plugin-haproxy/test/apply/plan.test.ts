import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plan, type Situation } from '../../src/apply/plan.ts'

const nothing: ReadonlySet<string> = new Set()
const staged: Situation = {
  ...{ rendered: 'A', onDisk: 'A', loaded: 'A', checked: new Set(['A']), check: 'staged' },
  ...{ isDoubted: false, mayGoLive: false },
}
const inPlace: Situation = { ...staged, check: 'in place' }
const none: Situation = { ...staged, checked: nothing, check: undefined }

test.each<[string, Situation, readonly string[]]>([
  ['all agree', staged, []],
  ['all agree after a SIGHUP, not checked by this run', { ...staged, checked: nothing }, []],
  [
    'first write',
    { ...staged, onDisk: undefined, loaded: undefined, checked: nothing },
    ['stage', 'check staged', 'replace', 'load'],
  ],
  ['new text', { ...staged, onDisk: 'B', loaded: 'B', checked: new Set(['B']) }, ['stage', 'check staged', 'replace', 'load']],
  ['new text that passed before', { ...staged, onDisk: 'B', loaded: 'B' }, ['stage', 'replace', 'load']],
  ['start on a file that agrees', { ...staged, loaded: undefined, checked: nothing }, ['check in place', 'load']],
  ['failed reload', { ...staged, loaded: undefined }, ['load']],
  ['edited by another hand', { ...staged, onDisk: 'X' }, ['stage', 'replace', 'load']],
  ['new text, nginx -t', { ...inPlace, onDisk: 'B', checked: new Set(['B']) }, ['stage', 'replace', 'check in place', 'load']],
  ['start, nginx -t', { ...inPlace, loaded: undefined, checked: nothing }, ['check in place', 'load']],
  ['new text without check', { ...none, onDisk: 'B', loaded: 'B' }, ['stage', 'replace', 'load']],
  ['start without check', { ...none, loaded: undefined }, ['load']],
  [
    'other hosts and nothing else',
    { ...staged, onDisk: 'B', loaded: 'B', checked: new Set(['B']), mayGoLive: true },
    ['stage', 'replace', 'load'],
  ],
  ['live before its check', { ...staged, checked: nothing }, []],
  ['live, and the check came to no end', { ...staged, checked: nothing, isDoubted: true }, ['check in place']],
  ['live and checked, after another one was doubted', { ...staged, isDoubted: true }, []],
])('%s', (_name, situation, steps) => {
  expect(plan(situation)).toEqual(steps)
})

const hash = fc.constantFrom('A', 'B', undefined)
const situation: fc.Arbitrary<Situation> = fc.record({
  rendered: fc.constantFrom('A', 'B'),
  onDisk: hash,
  loaded: hash,
  checked: fc.constantFrom(new Set(['A']), new Set(['B']), new Set<string>()),
  check: fc.constantFrom('staged', 'in place', undefined),
  isDoubted: fc.constant(false),
  mayGoLive: fc.constant(false),
})

test('in every situation: nothing, or loading as the last step of a text that is checked and in place', () => {
  fc.assert(
    fc.property(situation, now => {
      const steps = plan(now)
      if (steps.length === 0) {
        expect([now.onDisk, now.loaded]).toEqual([now.rendered, now.rendered])
        return
      }
      expect(steps.at(-1)).toBe('load')
      expect(steps.includes('replace')).toBe(now.onDisk !== now.rendered)
      const isChecked = steps.some(step => step.startsWith('check'))
      expect(isChecked).toBe(now.check !== undefined && !now.checked.has(now.rendered))
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plan, type Situation } from '../../src/apply/plan.ts'

const staged: Situation = { rendered: 'A', onDisk: 'A', loaded: 'A', checked: 'A', check: 'staged' }
const inPlace: Situation = { ...staged, check: 'in place' }
const none: Situation = { ...staged, checked: undefined, check: undefined }

test.each<[string, Situation, readonly string[]]>([
  ['all agree', staged, []],
  ['all agree after a SIGHUP, not checked by this run', { ...staged, checked: undefined }, []],
  [
    'first write',
    { ...staged, onDisk: undefined, loaded: undefined, checked: undefined },
    ['stage', 'check staged', 'replace', 'reload'],
  ],
  ['new text', { ...staged, onDisk: 'B', loaded: 'B', checked: 'B' }, ['stage', 'check staged', 'replace', 'reload']],
  ['new text that passed before', { ...staged, onDisk: 'B', loaded: 'B' }, ['stage', 'replace', 'reload']],
  ['start on a file that agrees', { ...staged, loaded: undefined, checked: undefined }, ['check in place', 'reload']],
  ['failed reload', { ...staged, loaded: undefined }, ['reload']],
  ['edited by another hand', { ...staged, onDisk: 'X' }, ['stage', 'replace', 'reload']],
  ['new text, nginx -t', { ...inPlace, onDisk: 'B', checked: 'B' }, ['stage', 'replace', 'check in place', 'reload']],
  ['start, nginx -t', { ...inPlace, loaded: undefined, checked: undefined }, ['check in place', 'reload']],
  ['new text without check', { ...none, onDisk: 'B', loaded: 'B' }, ['stage', 'replace', 'reload']],
  ['start without check', { ...none, loaded: undefined }, ['reload']],
])('%s', (_name, situation, steps) => {
  expect(plan(situation)).toEqual(steps)
})

const hash = fc.constantFrom('A', 'B', undefined)
const situation: fc.Arbitrary<Situation> = fc.record({
  rendered: fc.constantFrom('A', 'B'),
  onDisk: hash,
  loaded: hash,
  checked: hash,
  check: fc.constantFrom('staged', 'in place', undefined),
})

test('in every situation: nothing, or a reload as the last step of a text that is checked and in place', () => {
  fc.assert(
    fc.property(situation, now => {
      const steps = plan(now)
      if (steps.length === 0) {
        expect([now.onDisk, now.loaded]).toEqual([now.rendered, now.rendered])
        return
      }
      expect(steps.at(-1)).toBe('reload')
      expect(steps.includes('replace')).toBe(now.onDisk !== now.rendered)
      const isChecked = steps.some(step => step.startsWith('check'))
      expect(isChecked).toBe(now.check !== undefined && now.checked !== now.rendered)
    }),
  )
})

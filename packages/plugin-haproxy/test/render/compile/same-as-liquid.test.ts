import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { sameAsLiquid } from './properties.ts'
import { byLiquid, compiled } from './reference.ts'

test('any template gives on any data what Liquid gives, also when data follow each other', () => {
  expect(sameAsLiquid(3000)).toBeGreaterThan(500)
}, 60_000)

const [one, two, three] = ['one', 'two', 'three'].map(id => ({ id, hosts: [{ ip: id }, { ip: `${id}2` }], n: id.length }))
const services = [one, two, three]

test.each([
  ['the place in the loop', '{% for s in services %}{{ forloop.index }}{{ s.id }}{% if forloop.last %}!{% endif %} {% endfor %}'],
  [
    'the place in the loop around it',
    '{% for s in services %}{% for h in s.hosts %}{{ forloop.index }}{% endfor %}{{ forloop.index }} {% endfor %}',
  ],
  [
    'a variable that the iteration before has set',
    '{% assign last = "-" %}{% for s in services %}{{ last }}{% assign last = s.id %}{% endfor %}{{ last }}',
  ],
  ['a counter', '{% assign n = 0 %}{% for s in services %}{% assign n = n | plus: 1 %}{{ n }}{{ s.id }} {% endfor %}{{ n }}'],
  [
    'a variable that a loop leaves behind',
    '{% for s in services %}{% assign x = s.id %}{% capture y %}<{{ s.n }}>{% endcapture %}{% endfor %}{{ x }}{{ y }}',
  ],
  [
    'variables that some items leave behind',
    '{% for s in services %}{% assign x = s.id %}{% if s.n == 3 %}{% assign y = s.id %}{% endif %}{% endfor %}{{ x }}{% if y %}{{ y }}{% endif %}',
  ],
  [
    'a variable that one of the iterations before has set',
    '{% assign x = "-" %}{% for s in services %}{{ x }}{{ s.id }} {% if s.id == "two" %}{% assign x = s.id %}{% endif %}{% endfor %}',
  ],
  ['the place after the loop', '{% for s in services %}{% assign f = forloop %}{% endfor %}{% if f %}{{ f.index }}{% endif %}'],
  ['a variable of outside', '{% for s in services %}{{ s.id }}{{ word }}{{ vars.x }} {% endfor %}'],
  [
    'a list that a filter has made',
    '{% assign all = word | split: "," %}{% for s in services %}{{ s.id }}{{ all | join: "+" }} {% endfor %}',
  ],
  [
    'cycle, increment and decrement',
    '{% for s in services %}{% cycle "a", "b" %}{% increment n %}{% decrement m %}{{ s.id }} {% endfor %}',
  ],
  ['break', '{% for s in services %}{% if s.id == word %}{% break %}{% endif %}{{ s.id }} {% endfor %}after'],
  ['continue', '{% for s in services %}{% if s.id == word %}{% continue %}{% endif %}{{ s.id }} {% endfor %}after'],
  [
    'a partial that reads and leaves variables',
    '{% for s in services %}{% assign x = s.id %}{% include "part" %}{{ leaked }} {% endfor %}',
  ],
  [
    'offset: continue',
    '{% for s in services limit: 1 %}{{ s.id }}{% endfor %}{% for s in services offset: continue %}({{ s.id }}){% endfor %}',
  ],
  [
    'offset: continue of a loop within a loop',
    '{% for s in services %}{% for h in s.hosts limit: 1 %}{{ h.ip }}{% endfor %}{% endfor %}{% assign s = services.first %}{% for h in s.hosts offset: continue %}!{{ h.ip }}{% endfor %}',
  ],
  [
    'a loop variable with the name of an assigned one',
    '{% assign s = "out" %}{{ s }}{% for s in services %}{{ s.id }}{% assign s = "in" %}{{ s.id }}{% endfor %}{{ s }}',
  ],
  [
    'an item that is there twice',
    '{% for s in services %}{{ s.id }}{% endfor %}{% for s in services reversed %}{{ s.id }}{% endfor %}',
  ],
  [
    'blank lines within and around',
    '\n\n{% for s in services %}\n\n  \n{{ s.id }}{% if flag %}\n{% endif %} x\n\n{% endfor %}\n \n',
  ],
  ['a loop in a capture', '{% capture all %}{% for s in services %}{{ s.id }}\n{{ vars }}{% endfor %}{% endcapture %}{{ all }}'],
  [
    'the place in a loop that has got another name',
    '{% assign words = "p,q" | split: "," %}{% for w in words %}{% assign f = forloop %}{% for s in services %}{{ f.index }}{{ s.id }} {% endfor %}{% endfor %}',
  ],
  [
    'the place in a loop within a list',
    '{% assign words = "p,q" | split: "," %}{% for w in words %}{% if forloop.first %}{% assign a = words | push: forloop %}{% endif %}{% for s in services %}{{ a.last.index }}{% endfor %}{% endfor %}',
  ],
  [
    'the place in a loop within a list, by a partial',
    '{% assign words = "p,q" | split: "," %}{% for w in words %}{% include "place" %}{% for s in services %}{{ a.last.index }}{% endfor %}{% endfor %}',
  ],
  [
    'the place in a loop as an item of another',
    '{% assign words = "p,q" | split: "," %}{% for w in words %}{% assign a = words | push: forloop | slice: 2, 1 %}{% for f in a %}{{ f.index }} {% endfor %}{% endfor %}',
  ],
  ['a loop variable with the name of the place', '{% for forloop in services %}{{ forloop.id }}{% endfor %}'],
  [
    'a range with fractions',
    '{% assign n = 5 | divided_by: 2.0 %}{% for i in (1..n) %}{{ i }} {% endfor %}{% for i in (n..4) %}{{ i }} {% endfor %}{% for i in (n..2) %}{{ i }} {% endfor %}',
  ],
  [
    'a variable with the name of what a loop leaves',
    '{% assign continue = "abc" %}{% for s in services offset: continue.size %}{{ s.id }}{% endfor %}',
  ],
  [
    'a list and a text that grow from item to item',
    '{% assign all = "0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f" | split: "," %}{% assign text = "" %}{% for s in services %}{% assign all = all | push: s.n %}{% assign text = text | append: s.id %}{% endfor %}{{ all | join: "," }}{{ text }}',
  ],
  ['a variable that is missing', '{% for s in services %}{{ s.absent }}{% endfor %}'],
  ['an object where a text belongs', '{% for s in services %}{{ s }}{% endfor %}'],
  ['a carriage return', 'a\n{% for s in services %}{{ s.id }}\n{{ cr }}{% endfor %}'],
])('%s', (_, template) => {
  const [ours, theirs] = [compiled(template), byLiquid(template)]
  const changed = { ...two, n: 9 }
  const outer = { word: 'two', vars: { x: 1 }, flag: true, cr: '\r' }
  const steps = [
    { ...outer, services },
    { ...outer, services: [one, changed, three] },
    { ...outer, services: [three, one, one] },
    { ...outer, word: 'one,three', services: [three, one] },
    { ...outer, word: 'one,three', vars: { x: 2 }, flag: false, services: [one, changed, three] },
    { ...outer, services: [] },
    { ...outer, services: [one, three] },
    { ...outer, services: [two] },
    { ...outer, services: [two, three] },
    { ...outer, services },
  ]
  for (const data of steps) expect(ours(data)).toEqual(theirs(data))
})

test('an unchanged item is not rendered again: its lines are the same string', () => {
  const template = '{% for s in services %}\n{{ s.id }}\n  {{ word }}\n{% endfor %}'
  const reads: string[] = []
  const spied = services.map(each => ({
    get id() {
      reads.push(each?.id ?? '')
      return each?.id
    },
  }))
  const render = compiled(template)
  render({ services: spied, word: 'a' })
  render({ services: [spied[2], spied[0], spied[1]], word: 'a' })
  expect(reads).toEqual(['one', 'two', 'three'])
  render({ services: spied, word: 'b' })
  expect(reads).toHaveLength(6)
})

test('the output limit holds for compiled templates too', () => {
  const endless = '{% for a in (1..100) %}{% for b in (1..100) %}0123456789{% endfor %}{% endfor %}'
  expect(compiled(endless, 5000)({})).toEqual({ error: '' })
  expect(compiled(`{% for s in services %}${endless}{% endfor %}`, 5000)({ services })).toEqual({ error: '' })
  expect(compiled(endless, 200_000)({})).toMatchObject({ text: expect.any(String) })
})

test('what a loop collects is not kept for each item', () => {
  const all = Array.from({ length: 2000 }, (_, n) => ({ n, id: `/${n}` }))
  const render = compiled(
    '{% assign all = "" | split: "," %}{% for s in services %}{% assign all = all | push: s %}{% endfor %}{{ all.size }}',
  )
  const before = heapUsed()
  for (let round = 0; round < 2; round++) expect(render({ services: all })).toEqual({ text: '2000\n' })
  // One list for each item would be 16 MB.
  expect(heapUsed() - before).toBeLessThan(4_000_000)
})

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

function heapUsed(): number {
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}

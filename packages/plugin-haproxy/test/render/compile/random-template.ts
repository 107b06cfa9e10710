import fc from 'fast-check'

// Templates over this data: `services` with `id`, `n`, `tags`, `hosts` (`ip`, `weight`), `meta`; `flag`, `word`, `list`, `vars`.
const literal = fc.constantFrom('"a"', "'b'", '""', '0', '2', '-1', '1.5', 'true', 'false', 'nil', 'empty', 'blank')
const names = [
  'flag',
  'word',
  'list',
  'vars',
  'vars.x',
  'vars.deep.y',
  'services',
  'services.size',
  'services.first.id',
  'x',
  'y',
  'n0',
]
const inLoop = [
  's',
  's.id',
  's.n',
  's.tags',
  's.tags.first',
  's.tags.size',
  's.hosts',
  's.hosts.size',
  's.meta.k',
  's.meta.absent',
  's[word]',
]
const inInner = ['h', 'h.ip', 'h.weight', 'h.meta', 'forloop.index', 'forloop.last', 'forloop.parentloop']
const rare = [
  'forloop.index',
  'forloop.first',
  'absent',
  'absent.deep',
  'forloop',
  'word.size',
  'list[1]',
  'list[-1]',
  'vars["x"]',
  'services[0].id',
]
const variable = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...inLoop) },
  { weight: 3, arbitrary: fc.constantFrom(...names) },
  { weight: 2, arbitrary: fc.constantFrom(...inInner) },
  { weight: 1, arbitrary: fc.constantFrom(...rare) },
)
const operand = fc.oneof({ weight: 3, arbitrary: variable }, { weight: 1, arbitrary: literal })
const filter = fc.constantFrom(
  ...[
    'upcase',
    'append: "z"',
    'append: word',
    'size',
    'first',
    'last',
    'default: "d"',
    'default: "d", allow_false: true',
    'plus: 1',
    'times: s.n',
  ],
  ...[
    'join: ","',
    'split: ","',
    'sort',
    'uniq',
    'reverse',
    'map: "id"',
    'where: "n", 2',
    'reject: "n"',
    'concat: list',
    'replace: "a", "bb"',
  ],
  ...[
    'remove_first: "*"',
    'slice: 0, 2',
    'json',
    'strip',
    'backend_name',
    'sum: "n"',
    'find: "id", "s1"',
    'has: "n", 1',
    'compact',
    'push: forloop',
    'divided_by: 2.0',
  ],
)
const value = fc.tuple(operand, fc.array(filter, { maxLength: 2 })).map(([first, filters]) => [first, ...filters].join(' | '))
const operator = fc.constantFrom('==', '!=', '>', '<', '>=', '<=', 'contains')
const comparison = fc.tuple(operand, operator, operand).map(parts => parts.join(' '))
const condition = fc.oneof(
  comparison,
  operand,
  fc.tuple(comparison, fc.constantFrom('and', 'or'), operand).map(parts => parts.join(' ')),
  operand.map(text => `not ${text}`),
  value,
)
const [open, close] = [fc.constantFrom('{% ', '{%- ', '\n{% '), fc.constantFrom(' %}', ' -%}', ' %}\n')]
const assigned = fc.constantFrom('x', 'y', 'n0', 'list', 'leaked')

const { template } = fc.letrec<{ template: string; node: string; body: string }>(tie => {
  const tag = (inner: fc.Arbitrary<string>) => fc.tuple(open, inner, close).map(parts => parts.join(''))
  const block = (begin: fc.Arbitrary<string>, end: string, ...middles: readonly fc.Arbitrary<string>[]) =>
    fc
      .tuple(tag(begin), tie('body'), ...middles.flatMap(middle => [tag(middle), tie('body')]), tag(fc.constant(end)))
      .map(parts => parts.join(''))
  const modifier = fc.constantFrom(
    '',
    '',
    '',
    ' limit: 2',
    ' offset: 1',
    ' reversed',
    ' limit: s.n',
    ' offset: continue limit: 1',
  )
  const loop = (item: string, collection: fc.Arbitrary<string>) =>
    block(
      fc.tuple(collection, modifier).map(([from, how]) => `for ${item} in ${from}${how}`),
      'endfor',
    )
  return {
    template: fc.array(tie('node'), { maxLength: 6 }).map(nodes => nodes.join('')),
    body: fc.array(tie('node'), { maxLength: 3 }).map(nodes => nodes.join('')),
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('text', '\n', '  \n', ' - ', '\nline\n'),
      fc.oneof(value, operand).map(text => `{{ ${text} }}`),
      tag(fc.tuple(assigned, value).map(([name, text]) => `assign ${name} = ${text}`)),
      tag(
        fc.constantFrom(
          'break',
          'continue',
          'increment n0',
          'decrement x',
          'cycle "a", "b"',
          'comment %}c{% endcomment',
          '# note',
          'echo word',
        ),
      ),
      tag(
        fc.constantFrom('render "part", x: word', 'include "part", x: s.id', 'raw %}{{ x }}{% endraw', 'liquid assign y = s.id'),
      ),
      loop('s', fc.constantFrom('services', 'services', 'services', 'x', 'list', '(1..2)', '(1..n0)', '(y..3)', 'word')),
      loop('h', fc.constantFrom('s.hosts', 's.hosts', 's.tags', 'list')),
      block(fc.constantFrom('for s in services'), 'endfor', fc.constant('else')),
      block(
        condition.map(text => `if ${text}`),
        'endif',
      ),
      block(
        condition.map(text => `if ${text}`),
        'endif',
        condition.map(text => `elsif ${text}`),
        fc.constant('else'),
      ),
      block(
        condition.map(text => `unless ${text}`),
        'endunless',
        fc.constant('else'),
      ),
      block(
        assigned.map(name => `capture ${name}`),
        'endcapture',
      ),
      block(
        assigned.map(name => `mapfile ${name}`),
        'endmapfile',
      ),
      fc
        .tuple(operand, operand, tie('body'), literal, operand, tie('body'), tie('body'))
        .map(
          ([on, one, first, two, three, second, rest]) =>
            `{% case ${on} %}{% when ${one} %}${first}{% when ${two}, ${three} %}${second}{% else %}${rest}{% endcase %}`,
        ),
    ),
  }
})

export const randomTemplate = template

const host = fc.record({ ip: fc.constantFrom('10.0.0.1', 'a', ''), weight: fc.nat({ max: 2 }), meta: fc.constant({}) })
const service = (id: string) =>
  fc.record({
    id: fc.constant(id),
    n: fc.nat({ max: 3 }),
    tags: fc.array(fc.constantFrom('a', 'b', 'ba'), { maxLength: 2 }),
    hosts: fc.array(host, { maxLength: 2 }),
    meta: fc.constantFrom<object>({}, { k: 'v' }, { k: null }, { k: [1] }),
    a: fc.constantFrom('of a', ''),
  })

/** Data that follow each other: what did not change is the same object again. */
export const randomData = fc
  .record({
    pool: fc.tuple(...['s1', 's2', 's3', '*.s4'].map(id => fc.array(service(id), { minLength: 1, maxLength: 2 }))),
    outer: fc.record({
      flag: fc.boolean(),
      word: fc.constantFrom('a', 'word', ''),
      list: fc.constantFrom<readonly unknown[]>([], ['a', 'b'], [1, 2, 3]),
      vars: fc.constantFrom<object>({ x: 1, deep: { y: 'z' } }, { x: 'x', deep: {} }),
    }),
    changes: fc.array(
      fc.record({
        picks: fc.array(fc.nat({ max: 4 }), { maxLength: 5 }),
        versions: fc.array(fc.nat({ max: 1 }), { minLength: 5, maxLength: 5 }),
        outer: fc.option(
          fc.record(
            { flag: fc.boolean(), word: fc.constantFrom('a', 'b'), list: fc.constantFrom<readonly unknown[]>(['a', 'b'], []) },
            { requiredKeys: [] },
          ),
        ),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ pool, outer, changes }) => {
    let now: object = outer
    return changes.map(({ picks, versions, outer: changed }) => {
      now = changed === null ? now : { ...now, ...changed }
      const services = picks.map((pick, index) => {
        const of = pool[pick % pool.length] ?? []
        return of[(versions[index] ?? 0) % of.length]
      })
      return { ...now, services }
    })
  })

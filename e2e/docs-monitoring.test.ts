import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { startQuickstart } from './rig/quickstart.ts'
import { textOf } from './rules/tracked-files.ts'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly description?: string }
}
interface Panel {
  readonly title: string
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[]
}

const page = textOf('docs/monitoring.md')
const rules = (parse(textOf('docs/monitoring/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  group => group.rules,
)
const dashboard = JSON.parse(textOf('docs/monitoring/grafana.json')) as {
  panels: Panel[]
  templating: { list: { query: string }[] }
}
const targets = dashboard.panels.flatMap(panel => panel.targets)
/** Every metric of the page's table, with its labels. */
const documented = new Map(
  [...page.matchAll(/^\| `(proxym_\w+)` \|([^|]*)\|/gm)].map(([, name = '', labels = '']) => [name, labels.match(/\w+/g) ?? []]),
)

const kinds = new Map<string, string>()
const seen = new Map<string, Set<string>>()
beforeAll(async () => {
  const { rig, url } = await startQuickstart()
  await using _ = rig
  // A source that fails has series that one at work has not.
  await rig.write('services/web.yaml', 'id: [')
  await fetch(`${url}/refresh`, { method: 'POST' })
  const text = await (await fetch(`${url}/metrics`)).text()
  for (const [, name = '', kind = ''] of text.matchAll(/^# TYPE (\w+) (\w+)$/gm)) kinds.set(name, kind)
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const metric = baseOf(name)
    seen.set(metric, new Set([...(seen.get(metric) ?? []), ...(labels.match(/\w+(?==")/g) ?? [])]))
  }
}, 60_000)
afterAll(() => kinds.clear())

const baseOf = (name: string): string => {
  const base = name.replace(/_(bucket|sum|count)$/, '')
  return kinds.get(base) === 'histogram' ? base : name
}

/** The metrics that an expression names, and the labels that it groups and selects by. */
const metricsIn = (expr: string) => [...new Set(expr.match(/\b(proxym|process|nodejs)_\w+/g) ?? [])].map(baseOf)
const labelsIn = (expr: string) => [
  ...[...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
  ...[...expr.matchAll(/(\w+)(?:=~|!=|!~|=)"/g)].map(([, label = '']) => label),
]
const isBalanced = (expr: string) => {
  const bare = expr.replace(/"[^"]*"/g, '')
  return ['()', '{}', '[]'].every(([open = '', close = '']) => bare.split(open).length === bare.split(close).length)
}

const expressions = [
  ...rules.map(({ alert, expr }) => ({ what: alert, expr })),
  ...targets.map(({ expr }) => ({ what: expr, expr })),
]

describe('what is scraped', () => {
  test('is in the table of docs/monitoring.md, and nothing else is', () => {
    expect([...kinds.keys()].filter(name => name.startsWith('proxym_')).sort()).toEqual([...documented.keys()].sort())
  })

  test('has the labels of the table', () => {
    for (const [metric, labels] of seen) {
      if (!metric.startsWith('proxym_')) continue
      labels.delete('le')
      expect([metric, [...labels].sort()]).toEqual([metric, [...(documented.get(metric) ?? [])].sort()])
    }
  })

  test('was there for nearly every metric, so that the labels were looked at', () => {
    // There is no master socket here.
    expect([...documented.keys()].filter(name => !seen.has(name))).toEqual(['proxym_haproxy_old_workers'])
  })
})

describe.each(expressions)('$what', ({ expr }) => {
  test('is balanced, and names metrics that exist', () => {
    expect(isBalanced(expr)).toBe(true)
    const metrics = metricsIn(expr)
    expect(metrics.length > 0 || expr.startsWith('up{')).toBe(true)
    expect(metrics.filter(name => !kinds.has(name))).toEqual([])
  })

  test('takes rates of counters and quantiles of histograms, and selects by labels that exist', () => {
    for (const [, name = ''] of expr.matchAll(/(?:rate|increase)\((\w+)/g))
      expect(['counter', 'histogram']).toContain(kinds.get(baseOf(name)))
    const known = new Set(['instance', 'job', 'le', ...metricsIn(expr).flatMap(name => documented.get(name) ?? [])])
    expect(labelsIn(expr).filter(label => !known.has(label))).toEqual([])
  })
})

describe('alerts', () => {
  test.each(rules)('$alert has a severity, and speaks of labels that it has', ({ expr, labels, annotations }) => {
    expect(['info', 'warning', 'critical']).toContain(labels.severity)
    const spoken = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label)
    const kept = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(', ') ?? [
      'instance',
      'job',
      ...metricsIn(expr).flatMap(name => documented.get(name) ?? []),
    ]
    expect(spoken.filter(label => !kept.includes(label))).toEqual([])
  })
})

test('the dashboard has a panel for each question, and legends by labels that it keeps', () => {
  expect(dashboard.panels.length).toBeGreaterThan(15)
  expect(new Set(dashboard.panels.map(panel => panel.title)).size).toBe(dashboard.panels.length)
  for (const { expr, legendFormat } of targets) {
    const kept = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(', ') ?? [
      'instance',
      ...metricsIn(expr).flatMap(name => documented.get(name) ?? []),
    ]
    for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
      expect([expr, kept]).toEqual([expr, expect.arrayContaining([label])])
  }
})

import { expect, test } from 'vitest'
import { ask } from './rig/ask.ts'
import { start } from './rig/start.ts'

// What a client that reads by key has to pay for, next to what it must not.
test.each(['0.8', '1.4', '1.11'])('%s: 5,000 apps with 10 tasks each, and one of them scaled', async version => {
  const simulator = await start({ version })
  const timed = async <T>(act: () => T | Promise<T>): Promise<{ ms: number; result: T }> => {
    const startedAt = performance.now()
    const result = await act()
    return { ms: Math.round(performance.now() - startedAt), result }
  }
  const populated = await timed(() => simulator.populate({ apps: 5000, tasksPerApp: 10 }))
  simulator.scale('/group-7/app-7', 11)
  simulator.settle()
  const first = await timed(() => ask(`${simulator.url}/v2/apps?embed=apps.tasks`))
  const again = await timed(() => ask(`${simulator.url}/v2/apps?embed=apps.tasks`))
  const { text } = again.result
  expect(text.split('"stagedAt"').length - 1).toBe(50_001)
  const one = await ask(`${simulator.url}/v2/apps//group-7/app-7`)
  expect(JSON.parse(one.text).app.tasks).toHaveLength(11)
  expect(text.length / one.text.length).toBeGreaterThan(2500)
  const figures = {
    populateMs: populated.ms,
    firstMs: first.ms,
    againMs: again.ms,
    bytes: text.length,
    bytesOfOne: one.text.length,
  }
  process.stdout.write(`${version}: ${JSON.stringify(figures)}\n`)
})

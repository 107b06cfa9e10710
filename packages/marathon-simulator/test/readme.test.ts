import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createSimulator } from '../src/index.ts'
import { help } from '../src/parse-arguments.ts'
import { read } from './rig/ask.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README shows what its example gives', async () => {
  const [, shown = ''] = /```json\n(.*?)```/s.exec(readme) ?? []
  await using simulator = await createSimulator({ version: '1.11', instances: 3 })
  simulator.deploy({ id: '/web', image: 'web:1', instances: 2, network: 'bridge', ports: [{ containerPort: 80 }] })
  simulator.settle()
  const { tasks } = await read(`${simulator.url}/v2/tasks`)
  expect(tasks[0]).toMatchObject(JSON.parse(shown).tasks[0])
})

test('the command in the README has options that there are', () => {
  const [, command = ''] = /npx marathon-simulator (.*)/.exec(readme) ?? []
  for (const option of command.match(/--[a-z-]+/g) ?? []) expect(help).toContain(option)
})

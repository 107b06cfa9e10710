import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym } from '@proxym/core/testing'
import haproxy, { type HaproxyOptions } from '@proxym/plugin-haproxy'
import { expect, onTestFinished, test } from 'vitest'
import { hostileValues } from '../../packages/plugin-haproxy/test/rig/hostile-values.ts'
import { tempFolder } from '../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { carry } from './carry.ts'
import { entrances } from './entrances.ts'
import { harmless } from './fields.ts'
import { createStage } from './stage.ts'

test('off: no config text of the corpus leaves a trace, and every service lives', async () => {
  const stage = await createStage()
  const values = hostileValues(stage.prize).filter((_, at) => at % 12 === 0)
  const group = (config: (value: string) => object) => ({
    all: values.map((value, index) => ({ ...harmless(index), ...config(value) })),
  })
  const { texts, problems, services } = await carry(
    entrances.json,
    group(config => ({ config })),
    stage,
    { configText: 'off' },
  )
  const without = await carry(
    entrances.json,
    { all: group(() => ({})).all.filter(({ id }) => services.some(each => each.id === id)) },
    stage,
  )
  expect(texts).toEqual(without.texts)
  // Core itself refuses what holds control characters.
  expect(services.length).toBeGreaterThan(40)
  const off = problems.filter(({ code }) => code === 'PROXYM_CONFIG_TEXT_OFF')
  expect(new Set(off.map(({ subject }) => subject)).size).toBe(services.filter(({ config }) => config !== '').length)
})

/** Whether the text of a service, which lint refuses and HAProxy takes, stands in the file, and what is said of it. */
async function written(configText: HaproxyOptions['configText']) {
  const stage = await createStage()
  const configFilePath = join(await tempFolder(), 'haproxy.cfg')
  const source = await entrances.yaml.open({ all: [{ ...harmless(1), config: 'stats enable' }, harmless(2)] })
  const output = haproxy({
    ...{
      templatePath: 'haproxy',
      configFilePath,
      checkCommand: 'haproxy -c -f %s',
      reloadCommand: 'true',
      vars: stage.vars.haproxy,
    },
    ...(configText === undefined ? {} : { configText }),
  })
  const proxym = createTestProxym([source, output], { patienceMs: 60_000 })
  onTestFinished(() => proxym.stop())
  const { problems } = await proxym.refresh()
  const text = await readFile(configFilePath, 'utf8')
  expect(text).toContain('backend s2 ')
  return { text: text.includes('stats enable'), service: text.includes('backend s1 '), codes: problems.map(({ code }) => code) }
}

const lint = { text: false, service: false, codes: ['PROXYM_CONFIG_TEXT'] }
const off = { text: false, service: true, codes: ['PROXYM_CONFIG_TEXT_OFF'] }
const trusted = { text: true, service: true, codes: [] }

test.each<readonly [HaproxyOptions['configText'], object]>([
  [undefined, lint],
  ['off', off],
  [{ File: 'off', Marathon: 'trusted' }, off],
  [{ File: 'trusted' }, trusted],
  [{ Marathon: 'trusted' }, lint],
])('config texts of files with %j', async (policy, wanted) => {
  expect(await written(policy)).toEqual(wanted)
})

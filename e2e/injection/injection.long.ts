import { describe, expect, test } from 'vitest'
import { hostileValues } from '../../packages/plugin-haproxy/test/rig/hostile-values.ts'
import { entrances } from './entrances.ts'
import { expectNothingForeign } from './expect-nothing-foreign.ts'
import { fieldsOf } from './fields.ts'
import { createStage } from './stage.ts'

describe.each(Object.entries(entrances))('%s', (_name, entrance) => {
  test.each(fieldsOf(entrance))('hostile values in the field: $name', async field => {
    const stage = await createStage()
    const all = hostileValues(stage.prize)
    expect(all.length).toBeGreaterThanOrEqual(500)
    const values = all.filter((_, at) => at % entrance.step === 0)
    const { files } = await expectNothingForeign(
      entrance,
      values.map(value => ({ field, value })),
      stage,
    )
    await stage.expectUntouched(files)
  })
})

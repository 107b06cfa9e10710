import { describe, expect, test } from 'vitest'
import { hostileValues } from '../../packages/plugin-haproxy/test/rig/hostile-values.ts'
import { entrances } from './entrances.ts'
import { expectNothingForeign } from './expect-nothing-foreign.ts'
import { fields } from './fields.ts'
import { createStage } from './stage.ts'

// Every value through the first entrance; through the others every fourth, since what follows is the same.
describe.each(Object.entries(entrances).map(([name, entrance], at) => [name, at === 0 ? 1 : 4, entrance] as const))(
  '%s files',
  (_name, step, entrance) => {
    test.each(fields)('hostile values in the field: $name', async field => {
      const stage = await createStage()
      const all = hostileValues(stage.prize)
      expect(all.length).toBeGreaterThanOrEqual(500)
      const values = all.filter((_, at) => at % step === 0)
      const { files } = await expectNothingForeign(
        entrance,
        values.map(value => ({ field, value })),
        stage,
      )
      await stage.expectUntouched(files)
    })
  },
)

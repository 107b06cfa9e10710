import { expect, test } from 'vitest'
import { hostileValues } from '../../packages/plugin-haproxy/test/rig/hostile-values.ts'
import { entrances } from './entrances.ts'
import { expectNothingForeign } from './expect-nothing-foreign.ts'
import { fieldsOf } from './fields.ts'
import { createStage } from './stage.ts'

// A part of the values goes through each field here; every value through every field in the long tier.
const STEP = 64

test.each(Object.entries(entrances))(
  'a sample of hostile values in every field, from %s to live proxies: nothing foreign',
  async (name, entrance) => {
    const stage = await createStage()
    const values = hostileValues(stage.prize)
    expect(values.length).toBeGreaterThanOrEqual(500)
    const shift = (STEP / 4) * Object.keys(entrances).indexOf(name)
    const attacks = fieldsOf(entrance).flatMap((field, index) =>
      values.filter((_, at) => at % STEP === (index + shift) % STEP).map(value => ({ field, value })),
    )
    const { files } = await expectNothingForeign(entrance, attacks, stage)
    await stage.expectUntouched(files)
  },
)

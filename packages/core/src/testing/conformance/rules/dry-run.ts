import { isRecord } from '../../../config/config-path.ts'
import { interceptTaps, type TapCall } from '../../intercept-taps.ts'
import { noPreviews, touched } from '../errors.ts'
import { differences } from '../rig.ts'
import type { Rule } from './rule.ts'

export const dryRunTouchesNothing: Rule = {
  name: 'a dry run touches nothing and gives previews',
  async check({ make, host, world }) {
    const results: { readonly id: string; readonly returned: unknown }[] = []
    const watched = (call: TapCall): unknown => {
      const returned = call.next()
      if (call.hook === 'generateConfig' && call.kind !== 'tapAsync') results.push({ id: call.id, returned })
      return returned
    }
    const proxym = host(interceptTaps(make(), watched))
    try {
      const before = await world()
      await proxym.diff()
      const changed = differences(before, await world())
      if (changed.length > 0) throw touched(results[0]?.id ?? make().name, changed)
      for (const { id, returned } of results) {
        // A failure is the matter of another rule.
        const previews = await Promise.resolve(returned).catch(() => [])
        if (!Array.isArray(previews) || !previews.every(isPreview)) throw noPreviews(id)
      }
    } finally {
      await proxym.stop()
    }
  },
}

function isPreview(value: unknown): boolean {
  return isRecord(value) && ['target', 'before', 'after'].every(key => typeof value[key] === 'string')
}

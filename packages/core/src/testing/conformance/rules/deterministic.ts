import { setTimeout as wait } from 'node:timers/promises'
import type { Preview } from '../../../hooks/contract.ts'
import { notTheSame } from '../errors.ts'
import { differences, type Rig } from '../rig.ts'
import type { Rule } from './rule.ts'

const RUNS = 3

export const deterministic: Rule = {
  name: 'the same input in another order gives the same output',
  async check(rig) {
    const { name } = rig.make()
    const first = await runOnce(rig, false)
    for (let run = 1; run < RUNS; run++) {
      // Another time of day, and for what is random another value.
      await wait(5)
      const next = await runOnce(rig, run % 2 === 1)
      if (next.services !== first.services) throw notTheSame(name, 'services', ...firstDifference(first.services, next.services))
      for (const { target, after } of next.previews) {
        const before = first.previews.find(preview => preview.target === target)?.after ?? ''
        if (before !== after) throw notTheSame(name, `the preview of ${target}`, ...firstDifference(before, after))
      }
      const [different] = differences(first.world, next.world)
      if (different !== undefined)
        throw notTheSame(
          name,
          different,
          ...firstDifference(first.world.get(different) ?? 'nothing', next.world.get(different) ?? 'nothing'),
        )
    }
  },
}

async function runOnce({ make, host, world }: Rig, reversed: boolean) {
  const proxym = host(make(), { reversed })
  try {
    const { services } = await proxym.refresh()
    const previews: readonly Preview[] = await proxym.diff()
    return { services: JSON.stringify(services), previews, world: await world() }
  } finally {
    await proxym.stop()
  }
}

function firstDifference(one: string, other: string): [string, string] {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  const show = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 20), at + 20))
  return [show(one), show(other)]
}

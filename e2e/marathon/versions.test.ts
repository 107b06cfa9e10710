import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { faked } from './rig/faked.ts'

const versions = [8, 9, 10, 11, 12, 13, 14, 15, 16].map(minor => `0.${minor}`)
versions.push(...Array.from({ length: 12 }, (_, minor) => `1.${minor}`))

// `| 0.11 to 1.4 | stream | … |`
const readme = readFileSync(new URL('../../packages/plugin-marathon/README.md', import.meta.url), 'utf8')
const rows = [...readme.matchAll(/^\| (\d[\d., to]*) \| (callbacks|stream) \|/gm)].flatMap(([, text = '', way = '']) => {
  const [from = '', to] = text.split(' to ')
  const between = versions.slice(versions.indexOf(from), versions.indexOf(to ?? '') + 1)
  return (to === undefined ? text.split(', ') : between).map(version => ({ version, way }))
})

test('the table of the README has every version once', () => {
  expect(rows.map(({ version }) => version)).toEqual(versions)
})

describe.each(rows)('Marathon $version', ({ version, way }) => {
  test(`changes are heard by ${way}, as the README says, on the leader and on another one`, async () => {
    const { simulator, time, scale, isRight, proxym } = await faked({ version, instances: 2 })
    await time.until('the first outcome', isRight, 10_000)
    await time.pass(1000)
    for (const leader of [0, 1]) {
      simulator.elect(leader)
      await time.until('another way to hear of changes', () => waysOf(simulator).length > 0, 60_000)
      await time.pass(1000)
      expect(waysOf(simulator)).toEqual([way])
      scale(leader + 4)
      await time.until('the change', isRight, 3000)
    }
    expect(proxym.proxym.problems()).toEqual([])
  })
})

function waysOf({ callbackUrls, instances }: Awaited<ReturnType<typeof faked>>['simulator']): readonly string[] {
  const leader = instances.find(({ isLeader }) => isLeader)
  return [...(callbackUrls.length > 0 ? ['callbacks'] : []), ...((leader?.openStreams ?? 0) > 0 ? ['stream'] : [])]
}

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { createApplier } from '../../src/apply/applier.ts'
import { configText } from '../../src/text/index.ts'
import { nodeIo } from '../../src/write/io.ts'
import { nameOfMap } from '../../src/write/side-files.ts'
import { applierRig, forever } from '../apply-rig/applier.ts'
import { dyingIo } from '../apply-rig/dying-io.ts'

/** A configuration that names two maps with this in them. */
function config(target: string, word: string) {
  const sideFiles = ['hosts', 'paths'].map(name => {
    const content = `${name} ${word}\n`.repeat(3)
    return { path: `${target}.${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.map`, content }
  })
  return configText(`# ${word}\n${sideFiles.map(({ path }) => `map ${path}\n`).join('')}`, { sideFiles })
}

/** What is wrong with the maps that a file on disk names. */
function missing(target: string): readonly string[] {
  const named = existsSync(target) ? [...readFileSync(target, 'utf8').matchAll(/^map (\S+)$/gm)].map(([, path = '']) => path) : []
  return named.filter(path => {
    const content = existsSync(path) ? readFileSync(path, 'utf8') : ''
    return !path.includes(createHash('sha256').update(content).digest('hex').slice(0, 12))
  })
}

const maps = (target: string) => readdirSync(dirname(target)).filter(name => nameOfMap(name, target) !== undefined)

test('the check finds the maps, and afterwards there are those of the new file only', async () => {
  const rig = await applierRig()
  const applier = createApplier(rig.settings, rig.parts)
  const seen: (readonly string[])[] = []
  rig.script.while(command => command.startsWith('check') && seen.push(maps(rig.target)))
  await applier.apply(config(rig.target, 'one'), forever)
  await applier.apply(config(rig.target, 'two'), forever)
  expect(seen.map(names => names.length)).toEqual([2, 4])
  expect(missing(rig.target)).toEqual([])
  expect(maps(rig.target)).toHaveLength(2)
  expect(await rig.names()).toHaveLength(3)
})

test('what was only tried leaves nothing behind when the next file has been loaded, and touches no other file', async () => {
  const rig = await applierRig()
  const applier = createApplier(rig.settings, rig.parts)
  const others = [
    'haproxy.cfg.hosts.map',
    'other.cfg.hosts-0123456789ab.map',
    'haproxy.cfg.hosts-0123456789ab.map.bak',
    'hosts.map',
  ]
  for (const name of others) await writeFile(`${dirname(rig.target)}/${name}`, 'theirs')
  await applier.apply(config(rig.target, 'one'), forever)
  await applier.trial(config(rig.target, 'tried'), forever)
  expect(maps(rig.target)).toHaveLength(4)
  await applier.apply(config(rig.target, 'two'), forever)
  expect(maps(rig.target)).toHaveLength(2)
  expect(await rig.names()).toEqual(expect.arrayContaining(others))
})

test.each([
  ['gone', (path: string) => rm(path)],
  ['damaged', (path: string) => writeFile(path, 'x')],
])('a map that is %s is put right although nothing has changed', async (_, spoil) => {
  const rig = await applierRig()
  const applier = createApplier(rig.settings, rig.parts)
  const one = config(rig.target, 'one')
  await applier.apply(one, forever)
  await spoil(one.sideFiles[0]?.path ?? '')
  expect(missing(rig.target)).toHaveLength(1)
  await applier.apply(one, forever)
  expect(missing(rig.target)).toEqual([])
})

test('a check that refuses leaves the old file with its maps', async () => {
  const rig = await applierRig()
  const applier = createApplier(rig.settings, rig.parts)
  await applier.apply(config(rig.target, 'one'), forever)
  rig.script.answer('check', 1)
  await expect(applier.apply(config(rig.target, 'two'), forever)).rejects.toThrow('refused')
  expect(await rig.read()).toContain('# one')
  expect(missing(rig.target)).toEqual([])
})

test('death at every file operation leaves a file whose maps are all there and whole', async () => {
  const count = async (dyingAt: number) => {
    const rig = await applierRig()
    await createApplier(rig.settings, rig.parts).apply(config(rig.target, 'one'), forever)
    const dying = dyingIo(dyingAt)
    const applying = createApplier(rig.settings, { ...rig.parts, io: dying.io }).apply(config(rig.target, 'two'), forever)
    if (dyingAt === 0) await applying
    else await dying.dead
    await dying.bury()
    return { rig, calls: dying.calls }
  }
  const all = (await count(0)).calls
  expect(all.filter(name => name === 'rename')).toHaveLength(3)
  for (let dyingAt = 1; dyingAt <= all.length; dyingAt++) {
    const { rig } = await count(dyingAt)
    const point = `died at call ${dyingAt}: ${all[dyingAt - 1]}`
    expect(await rig.read(), point).toMatch(/^# (?:one|two)\n/)
    expect(missing(rig.target), point).toEqual([])
    rig.state.clear()
    await createApplier(rig.settings, { ...rig.parts, io: nodeIo }).apply(config(rig.target, 'three'), forever)
    expect(missing(rig.target), point).toEqual([])
    expect(await rig.names(), point).toHaveLength(3)
  }
}, 60_000)

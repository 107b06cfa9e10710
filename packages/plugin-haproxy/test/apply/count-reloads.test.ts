import { expect, it } from 'vitest'
import { applierRig, forever } from '../apply-rig/applier.ts'

it('tells of each reload whether it loaded; a text that is loaded already is none, and a stop is no failure', async () => {
  const rig = await applierRig()
  const reloads: boolean[] = []
  const applier = rig.next({ reloaded: isLoaded => void reloads.push(isLoaded) })
  await applier.apply('one\n', forever)
  await applier.apply('one\n', forever)
  expect(reloads).toEqual([true])
  rig.script.answer('reload', 1)
  await expect(applier.apply('two\n', forever)).rejects.toThrow()
  expect(reloads).toEqual([true, false])
  const stop = new AbortController()
  rig.script.while(command => command.startsWith('reload') && stop.abort(new Error('stopped')))
  await expect(applier.apply('three\n', stop.signal)).rejects.toThrow()
  expect(reloads).toEqual([true, false])
})

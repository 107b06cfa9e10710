import { expect } from 'vitest'
import { byHand, isWhole, type ModelService, servicesIn, textOf } from './text.ts'
import type { World } from './world.ts'

/** Texts that no proxym wrote: what was there before, and what another hand put there. */
const foreign = (before: string | undefined): ReadonlySet<string> => new Set(['', byHand, 'half a te', before ?? ''])

/** What holds at every moment: what lies in the target is a whole text that passed the check, and the proxy runs with such a one. */
export function expectSafe(world: World, before: string | undefined): void {
  for (const text of [world.text(), world.proxy.loaded()]) {
    if (foreign(before).has(text)) continue
    expect(isWhole(text), `a whole text, not ${JSON.stringify(text)}`).toBe(true)
    expect(world.proxy.accepted.has(text), `a text that was checked, not ${JSON.stringify(text)}`).toBe(true)
  }
}

/** Everything works again; what the sources say stays as it is. */
export function calm(world: World): void {
  for (const source of world.sources) source.mood = 'well'
  for (const command of ['check', 'reload', 'verify'] as const) world.proxy.moods[command] = 'well'
  world.proxy.failReloads(0)
  world.template.broken = false
  world.life().process.fail(0, 0)
}

/** What the sources say now. */
const wanted = (world: World): readonly ModelService[] =>
  world.sources.flatMap(({ services }) => services).toSorted((a, b) => (a.id < b.id ? -1 : 1))

/** Whether no other service, as it is now or as it was kept, is there that this one must not meet. */
const isAlone = (id: string, list: readonly ModelService[]) => !list.some(other => other.flaw === 'pair' && other.id !== id)

/** After quiet, while some services are at fault (and another hand may have edited the file): the right ones are there as they are now, the others as they once were or not at all. */
export function expectQuarantined(world: World, edited: boolean): void {
  const services = wanted(world)
  if (services.some(({ flaw }) => flaw === 'unloadable')) {
    // It gives way to the last text that was loaded, or to the one that was there before, whatever is in it. What another hand put
    // there may be of no use.
    if (world.proxy.loaded() !== '' && !edited) expect(world.proxy.loaded()).toBe(world.text())
    return
  }
  expect(world.proxy.loaded()).toBe(world.text())
  const shown = new Map(servicesIn(world.text()).map(service => [service.id, service]))
  const innocent = services.filter(
    ({ id, flaw }) => flaw === 'none' || (flaw === 'pair' && isAlone(id, [...services, ...shown.values()])),
  )
  for (const service of innocent) expect(shown.get(service.id)).toEqual(service)
  for (const id of shown.keys()) expect(services.map(service => service.id)).toContain(id)
}

/** After quiet, with nothing at fault: sources, file and proxy agree to the letter, and nothing is left of what went wrong. */
export function expectAgreement(world: World): void {
  const text = textOf(wanted(world), world.template.version)
  expect(world.text()).toBe(text)
  expect(world.proxy.loaded()).toBe(text)
  expect(world.leftOvers()).toEqual([])
  expect(world.life().proxym.proxym.ready()).toEqual({ ready: true, reasons: [] })
  expect(world.life().proxym.proxym.problems()).toEqual([])
}

import fc from 'fast-check'
import type { Mood } from './fake-proxy.ts'
import type { SourceMood } from './model-source.ts'
import { byHand, type Flaw, type ModelService, textOf } from './text.ts'
import { target, type World } from './world.ts'

/** One thing that happens. */
export type Step =
  | { readonly kind: 'services'; readonly source: number; readonly services: readonly ModelService[]; readonly told: Told }
  | { readonly kind: 'source'; readonly source: number; readonly mood: SourceMood; readonly told: Told }
  | { readonly kind: 'template'; readonly broken: boolean; readonly told: boolean }
  | { readonly kind: 'command'; readonly command: 'check' | 'reload' | 'verify'; readonly mood: Mood }
  | { readonly kind: 'reloads fail'; readonly times: number }
  | { readonly kind: 'edit'; readonly text: string | null }
  | { readonly kind: 'disk'; readonly after: number; readonly times: number }
  | { readonly kind: 'kill'; readonly after: number; readonly pass: number }
  | { readonly kind: 'hang up' }
  | { readonly kind: 'pass'; readonly ms: number }

/** Whether proxym hears of it: by an event about everything, about the services that changed, or not at all. */
type Told = 'all' | 'keys' | 'nothing'

const told = fc.constantFrom<Told>('all', 'keys', 'nothing')
const source = fc.nat(1)
const flaw = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Flaw>('none') },
  { weight: 2, arbitrary: fc.constant<Flaw>('refused') },
  { weight: 1, arbitrary: fc.constant<Flaw>('pair') },
  { weight: 1, arbitrary: fc.constant<Flaw>('unloadable') },
)
const servicesOf = (index: number) =>
  fc.uniqueArray(
    fc.record({
      id: fc.nat(7).map(number => `${index === 0 ? 'a' : 'b'}${number}`),
      version: fc.integer({ min: 1, max: 4 }),
      flaw,
    }),
    { selector: ({ id }) => id, maxLength: 8 },
  )
const services = source.chain(index =>
  fc.record({ kind: fc.constant('services' as const), source: fc.constant(index), services: servicesOf(index), told }),
)
const mood = fc.constantFrom<Mood>('well', 'fails', 'hangs')

/** Anything that may happen. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: services },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('source' as const),
      source,
      mood: fc.constantFrom<SourceMood>('well', 'well', 'fails', 'hangs', 'none', 'garbage'),
      told,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('template' as const), broken: fc.boolean(), told: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('command' as const), command: fc.constantFrom('check', 'verify'), mood }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      command: fc.constant('reload' as const),
      mood: fc.constantFrom<Mood>('well', 'well', 'fails', 'hangs', 'silent'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reloads fail' as const), times: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), text: fc.constantFrom(byHand, 'half a te', '', null) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('disk' as const), after: fc.nat(20), times: fc.integer({ min: 1, max: 30 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill' as const), after: fc.nat(40), pass: fc.nat(5000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hang up' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.oneof(fc.nat(2000), fc.nat(90_000)) }) },
)

/** What the target holds before the first start. */
export const anyBefore = fc.constantFrom(undefined, byHand, textOf([{ id: 'a0', version: 9, flaw: 'none' }], 0))

/** Let it happen. */
export async function happen(world: World, step: Step): Promise<void> {
  const tell = (index: number, how: Told, keys: readonly string[]): void => {
    if (how === 'all') world.life().tell(index)
    if (how === 'keys') world.life().tell(index, keys)
  }
  switch (step.kind) {
    case 'services': {
      const asked = world.sources[step.source]
      if (asked === undefined) break
      const keys = [...new Set([...asked.services, ...step.services].map(({ id }) => id))]
      asked.services = step.services
      tell(step.source, step.told, keys)
      break
    }
    case 'source': {
      const asked = world.sources[step.source]
      if (asked === undefined) break
      asked.mood = step.mood
      tell(
        step.source,
        step.told,
        asked.services.map(({ id }) => id),
      )
      break
    }
    case 'template':
      world.template.broken = step.broken
      world.template.version++
      if (step.told) world.life().templateEdited()
      break
    case 'command':
      world.proxy.moods[step.command] = step.mood
      break
    case 'reloads fail':
      world.proxy.failReloads(step.times)
      break
    case 'edit':
      if (step.text === null) world.disk.delete(target)
      else world.disk.set(target, Buffer.from(step.text))
      break
    case 'disk':
      world.life().process.fail(step.after, step.times)
      break
    case 'kill':
      world.life().process.dieAfter(step.after)
      await world.pass(step.pass)
      await world.restart()
      break
    case 'hang up':
      if (!world.life().process.isDead()) world.hangUp()
      break
    case 'pass':
      await world.pass(step.ms)
      break
  }
  await world.pass(50)
}

import { calm, expectAgreement, expectQuarantined, expectSafe } from './agreement.ts'
import { happen, type Step } from './steps.ts'
import { createWorld, type World } from './world.ts'

/** A quarter of an hour: resyncs, second answers, back-offs, and what is tried again every ten minutes. */
const quietMs = 15 * 60_000

/** Let everything happen that the steps say, wait until all is quiet, and look whether file, proxy and sources agree. */
export async function play(steps: readonly Step[], before: string | undefined): Promise<void> {
  const world = await createWorld(before)
  try {
    await world.pass(100)
    for (const step of steps) {
      await happen(world, step)
      expectSafe(world, before)
    }
    if (world.life().process.isDead()) await world.restart()
    calm(world)
    await world.pass(quietMs)
    expectSafe(world, before)
    if (!(mayRollBack(steps) && isRolledBack(world)))
      expectQuarantined(
        world,
        steps.some(({ kind }) => kind === 'edit'),
      )
    world.template.version++
    for (const source of world.sources) source.services = source.services.map(service => ({ ...service, flaw: 'none' }))
    await world.pass(quietMs)
    expectAgreement(world)
  } finally {
    await world.end()
  }
}

// A text that failed to load three times waits for another one, also when the proxy was at fault and came back in that moment.
const mayRollBack = (steps: readonly Step[]) =>
  steps.some(({ kind, ...step }) => kind === 'reloads fail' || ('command' in step && step.command !== 'check'))

const isRolledBack = (world: World) =>
  world
    .life()
    .proxym.proxym.problems()
    .some(({ code }) => code === 'PROXYM_ROLLED_BACK')

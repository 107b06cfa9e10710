import { z } from 'zod'
import type { Simulator } from '../create-simulator.ts'
import type { Fault } from '../faults/fault.ts'
import type { AppInput } from '../model/app-spec.ts'

interface ControlAction<T = unknown> {
  readonly input: z.ZodType<T>
  readonly run: (simulator: Simulator, input: T) => unknown
}

// Every input is checked by its own schema before `run` sees it, so the table may forget which one that is.
const action = <T>(input: z.ZodType<T>, run: (simulator: Simulator, input: T) => unknown): ControlAction =>
  ({ input, run }) as ControlAction

const task = z.strictObject({ task: z.string() })
const instance = z.strictObject({ instance: z.int().min(0) })
// Those that hold a function cannot be sent.
const kinds = ['silence', 'stall', 'close', 'half', 'slow', 'chunks', 'answer', 'redirect', 'huge', 'lineEnds'] as const
const misbehaviour = z.strictObject({
  fault: z.looseObject({ kind: z.enum(kinds) }),
  route: z.string().optional(),
  instance: z.int().min(0).optional(),
  times: z.int().min(1).optional(),
})

const instanceOf = (simulator: Simulator, index: number) => {
  const found = simulator.instances[index]
  if (found === undefined)
    throw new RangeError(`There is no instance ${index}; there are 0 to ${simulator.instances.length - 1}.`)
  return found
}

/** What `POST /simulator/<name>` does. */
export const controlActions: Readonly<Record<string, ControlAction>> = {
  deploy: action(z.unknown(), (simulator, app) => simulator.deploy(app as AppInput)),
  scale: action(z.strictObject({ id: z.string(), instances: z.int().min(0) }), (simulator, { id, instances }) =>
    simulator.scale(id, instances),
  ),
  remove: action(z.strictObject({ id: z.string() }), (simulator, { id }) => simulator.remove(id)),
  kill: action(task, (simulator, { task: id }) => simulator.kill(id)),
  fail: action(task, (simulator, { task: id }) => simulator.fail(id)),
  lose: action(task, (simulator, { task: id }) => simulator.lose(id)),
  recover: action(task, (simulator, { task: id }) => simulator.recover(id)),
  health: action(z.strictObject({ task: z.string(), alive: z.boolean() }), (simulator, { task: id, alive }) =>
    simulator.setHealth(id, alive),
  ),
  elect: action(z.strictObject({ instance: z.int().min(0).nullable() }), (simulator, { instance: index }) =>
    simulator.elect(index ?? undefined),
  ),
  close: action(instance, (simulator, { instance: index }) => instanceOf(simulator, index).close()),
  open: action(instance, (simulator, { instance: index }) => instanceOf(simulator, index).open()),
  lag: action(z.strictObject({ instance: z.int().min(0), lagging: z.boolean() }), (simulator, { instance: index, lagging }) =>
    instanceOf(simulator, index).lag(lagging),
  ),
  silence: action(z.strictObject({}), simulator => {
    for (const each of simulator.instances) each.silenceStreams()
  }),
  misbehave: action(misbehaviour, (simulator, { fault, ...scope }) => {
    const given = Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined))
    simulator.misbehave(fault as Fault, given)
  }),
  behave: action(z.strictObject({}), simulator => simulator.behave()),
  storm: action(z.strictObject({ perSecond: z.number().min(1), seconds: z.number().min(0).max(3600) }), (simulator, storm) => {
    simulator.storm(storm)
  }),
  'forget-callbacks': action(z.strictObject({}), simulator => simulator.forgetCallbacks()),
}

/** What `GET /simulator` says. */
export function controlStatus(simulator: Simulator): object {
  return {
    version: simulator.version,
    leader: simulator.leader ?? null,
    instances: simulator.instances.map(({ url, isLeader, isOpen, openStreams }) => ({ url, isLeader, isOpen, openStreams })),
    apps: Object.fromEntries(simulator.apps().map(id => [id, simulator.tasks(id)])),
    callbackUrls: simulator.callbackUrls,
    traffic: simulator.traffic(),
    actions: Object.keys(controlActions),
  }
}

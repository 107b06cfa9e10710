import { rm } from 'node:fs/promises'
import { type Thread, trace } from './tracer.ts'
import type { End, Scene, VictimSettings } from './victim.ts'

/** Which system calls are counted: those of one thread, from one moment on. */
export interface Aim {
  readonly thread: Thread
  readonly waitAt: VictimSettings['waitAt']
}

export interface Traced {
  readonly end: End
  /** The lines of strace. */
  readonly log: readonly string[]
}

/** A `proxym once` under strace. `expressions` are what strace takes after `-e`. */
export async function runTraced(scene: Scene, aim: Aim, version: string, expressions: readonly string[]): Promise<Traced> {
  const victim = await scene.start(version, aim.waitAt)
  const file = `${scene.folder}.strace`
  const args = expressions.flatMap(expression => ['-e', expression])
  const strace = await trace(victim.pid, aim.thread, file, args)
  victim.say('go')
  const end = await victim.ended
  const log = (await strace.ended).split('\n')
  await rm(file)
  return { log, end }
}

import { onTestFinished } from 'vitest'
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/index.ts'

/** A simulator that is closed when the test is over. */
export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await createSimulator(options)
  onTestFinished(() => simulator.close())
  return simulator
}

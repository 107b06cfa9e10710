import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { standIn } from './proxies.ts'
import { seededRandom } from './random.ts'

const KILLS = 1000
const LANES = 2
// Longer than some rounds of writing, checking and loading.
const BUSY_MS = 200
const START_MS = 150

test('SIGKILL at random times of a busy run: the target is whole, and the next start puts everything right', {
  timeout: 1_800_000,
}, async () => {
  const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000)
  process.stdout.write(`SIGKILL at random times: CRASH_SEED=${seed}\n`)
  const seen = { kills: 0, whileStarting: 0, versions: 0 }
  const started = performance.now()
  await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(seededRandom(seed + lane), seen)))
  process.stdout.write(
    `SIGKILL at random times: ${JSON.stringify({ ...seen, seconds: Math.round((performance.now() - started) / 1000) })}\n`,
  )
  expect(seen.kills).toBe(KILLS)
  // Else the victims did nothing and the kills proved nothing.
  expect(seen.versions).toBeGreaterThan(KILLS / 4)
})

async function runLane(random: () => number, seen: { kills: number; whileStarting: number; versions: number }): Promise<void> {
  const stage = await standIn()
  expect(await stage.run('first')).toBe(0)
  const clean = await stage.names()
  for (let count = 1; count <= KILLS / LANES; count++) {
    const version = `busy${count}`
    const before = (await stage.onDisk()) ?? ''
    // Half of the starts find the services as the dead one left them: the file may agree, and yet not be loaded.
    const first = random() < 0.5 ? before : `${version}-0`
    const victim = await stage.startBusy(version, first)
    victim.say('go')
    // One in five is killed while it starts; the others when all is well again after the last kill.
    const starts = random() < 0.2
    if (!starts) {
      await victim.until('settled')
      expect(await stage.onDisk()).toBe(first)
      expect(await stage.loaded()).toBe(first)
      expect(await stage.names()).toEqual(clean)
    }
    victim.say('busy')
    const killMs = random() * (starts ? START_MS : BUSY_MS)
    await wait(killMs)
    victim.kill()
    expect(await victim.ended).toBe('SIGKILL')
    const point = `kill ${count}, ${killMs} ms after ${starts ? 'go' : 'busy'}`
    const onDisk = await stage.onDisk()
    expect(onDisk, point).toMatch(new RegExp(`^(${before}|${first}|${version}-\\d+)$`))
    seen.kills++
    if (starts) seen.whileStarting++
    seen.versions += Number(/^busy\d+-(\d+)$/.exec(onDisk ?? '')?.[1] ?? 0)
  }
}

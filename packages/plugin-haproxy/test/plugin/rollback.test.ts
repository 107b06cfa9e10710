import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { masterRig, type Place } from '../apply-rig/master.ts'
import { until } from '../rig/until.ts'

const checked = { checkCommand: 'haproxy -c -f %s' }
// Tries follow each other at once.
const quick = { random: () => 0.001, resyncMs: 3_600_000, debounceMs: 20 }

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Asks all the time; gives every answer that was not `wanted`. */
function traffic(answer: () => Promise<string>, wanted: string) {
  let over = false
  const wrong: string[] = []
  const asking = (async () => {
    while (!over) {
      const seen = await answer().catch(error => `${error.cause?.code ?? error}`)
      if (seen !== wanted) wrong.push(seen)
      await wait(10)
    }
  })()
  return {
    async end() {
      over = true
      await asking
      return wrong
    },
  }
}

const reloadOf = ({ pid, folder }: Place) => ({ reloadCommand: `echo x >> ${folder}/reloads; kill -USR2 ${pid}` })

test('the reload command gives 0 while HAProxy refused the file: after three failed loads the last loaded file is back and runs', async () => {
  const { setText, configFor, answer, codes, processes, target, folder } = await masterRig(reloadOf)
  const reloads = async () => (await readFile(join(folder, 'reloads'), 'utf8')).length / 2
  expect(await codes()).toEqual([])
  const asking = traffic(answer, 'first')
  setText('garbage\n')
  expect(await codes()).toEqual(['PROXYM_VERIFY_FAILED'])
  await until('it is rolled back', async () => (await codes()).includes('PROXYM_ROLLED_BACK'))
  expect(await readFile(target, 'utf8')).toBe(configFor('first'))
  // The first text, three of the new one, the first again.
  expect(await reloads()).toBe(5)
  expect(await processes()).toMatchObject({ failed: 0 })
  expect(await codes()).toEqual(['PROXYM_ROLLED_BACK'])
  expect(await reloads()).toBe(5)
  expect(await asking.end()).toEqual([])
  setText(configFor('second'))
  expect(await codes()).toEqual([])
  expect(await answer()).toBe('second')
}, 30_000)

test('port taken: without anybody’s help the last loaded file comes back and runs, and the next right one goes live', async () => {
  const { proxym, setText, configFor, answer, processes, target } = await masterRig(checked, quick)
  await proxym.start()
  await until('the first text is loaded', () => proxym.log.some(({ message }) => message === 'Applied config'))
  const asking = traffic(answer, 'first')
  setText(configFor('second', await takenPort()))
  // A hint, as a watcher gives it; core does the rest.
  void proxym.refresh()
  await until('it is rolled back', () => proxym.proxym.problems().some(({ code }) => code === 'PROXYM_ROLLED_BACK'), 25_000)
  expect(await readFile(target, 'utf8')).toBe(configFor('first'))
  expect(await processes()).toMatchObject({ failed: 0 })
  expect((await processes())?.workers).toHaveLength(1)
  // HAProxy itself accepts nothing for the 2 s that it tries for the port; whoever is answered is answered as before.
  expect((await asking.end()).filter(code => !/^(ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)$/.test(code))).toEqual([])
  expect(await answer()).toBe('first')
  setText(configFor('third'))
  // Nobody asks for this one: it is found by the next try.
  await until('the next one is live', async () => (await answer()) === 'third')
  await until('nothing is wrong any more', () => proxym.proxym.problems().length === 0)
  const told = proxym.log.filter(({ level }) => level === 'error').map(({ fields }) => fields['code'])
  expect(told).toEqual(['PROXYM_VERIFY_FAILED', 'PROXYM_ROLLED_BACK'])
}, 40_000)

test('a reload that works on the third try: the new file stays and runs', async () => {
  const { setText, configFor, answer, codes, folder } = await masterRig(({ pid, folder: place }) => ({
    ...checked,
    reloadCommand: `echo x >> ${place}/tries; case $(wc -l < ${place}/tries) in 2|3) exit 1;; esac; kill -USR2 ${pid}`,
  }))
  expect(await codes()).toEqual([])
  setText(configFor('second'))
  expect(await codes()).toEqual(['PROXYM_RELOAD_FAILED'])
  await until('it is loaded', async () => (await codes()).length === 0)
  expect(await answer()).toBe('second')
  expect(await readFile(join(folder, 'tries'), 'utf8')).toBe('x\n'.repeat(4))
})

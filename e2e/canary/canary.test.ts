import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { waitFor } from '../rig/wait-for.ts'
import { createCanaries, type Form } from './canaries.ts'
import { startPeers } from './peers.ts'
import { presentPlaces } from './places.ts'
import { layScene } from './scene.ts'

const forms: readonly (readonly [Form, format: string])[] = [
  ['plain', 'json'],
  ['env', '%{time} %{level} %{module} %{message}'],
  ['file', ''],
]
const routes = [
  '/livez',
  '/readyz',
  '/status',
  '/services',
  '/metrics',
  '/explain',
  '/explain?q=web',
  '/explain/web',
  '/openapi.json',
  '/annotations',
  '/none',
]

const right = 'proxym.config.json'
const most = [
  [right, 'once'],
  ['wrong-lines.json', 'check'],
] as const
const all = [
  ...most,
  ...['check', 'diff', 'services'].map(command => [right, command] as const),
  ...['wrong.json', 'broken.json'].map(config => [config, 'check'] as const),
  ['wrong.json', 'once'],
] as const

// Whatever else it has, the plugins of which this branch knows are looked at.
test('what can carry a secret is there', () => {
  expect(presentPlaces.length).toBeGreaterThan(0)
})

test('a secret is recognised as it is, and in base64 wherever it stands', () => {
  const canaries = createCanaries('plain')
  const canary = canaries.text('one')
  expect(canaries.seenIn(`a ${canary} b`)).toEqual(['one'])
  for (const user of ['', 'a', 'ab', 'abc', 'proxym'])
    expect(canaries.seenIn(Buffer.from(`${user}:${canary}`).toString('base64'))).toEqual(['one'])
  expect(canaries.seenIn(Buffer.from(createCanaries('plain').text('other')).toString('base64'))).toEqual([])
})

test.each(forms)('while it runs nothing shows a secret that is given as %s', { timeout: 60_000 }, async (form, format) => {
  await using peers = await startPeers()
  const scene = await layScene(form, peers)
  await using rig = scene.rig
  const proxym = rig.start([], { ...scene.env, PROXYM_LOG_APPLOG_LEVEL: 'debug', PROXYM_LOG_FORMAT: format })
  await proxym.until('Applied config')
  await proxym.until('Listening')
  const listening = proxym
    .output()
    .split('\n')
    .find(line => line.includes('Listening'))
  const url = /http:[^\s",]+/.exec(listening ?? '')?.[0] ?? ''
  const answers = [await eachHasTried(url)]
  for (const route of routes) answers.push(await answer(`${url}${route}`))
  for (const authorization of [undefined, 'Bearer wrong', `Bearer ${scene.token}`])
    answers.push(
      await answer(`${url}/refresh`, { method: 'POST', ...(authorization === undefined ? {} : { headers: { authorization } }) }),
    )
  expect(answers.at(-1)).toMatch(/^200/)

  await rig.write('proxym.config.json', await readFile(rig.path('wrong.json'), 'utf8'))
  proxym.kill('SIGHUP')
  await proxym.until('the old one goes on')
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0 })

  const made = await scene.made()
  // Otherwise nothing was looked at.
  expect(made).toContain('PATH=')
  expect(made).toContain('STOPPING=1')
  const heard = presentPlaces.flatMap(place => place.heard)
  expect(scene.canaries.seenIn(peers.heard())).toEqual(expect.arrayContaining([...heard]))
  expect(scene.canaries.seenIn(proxym.output())).toEqual([])
  expect(scene.canaries.seenIn(answers.join('\n'))).toEqual([])
  expect(scene.canaries.seenIn(made)).toEqual([])
})

// Where a secret comes from makes no difference to most commands.
test.each(forms)('no command shows a secret that is given as %s, right or wrong', { timeout: 60_000 }, async form => {
  await using peers = await startPeers()
  const scene = await layScene(form, peers)
  await using rig = scene.rig
  const ends = await Promise.all(
    (form === 'plain' ? all : most).map(async ([config, command]) => {
      const { code, stdout, stderr } = await rig.run([command, '--config', config], scene.env)
      expect([config, command, code]).toEqual([config, command, config === right ? expect.not.toBeOneOf([70, 75, 78]) : 78])
      return stdout + stderr
    }),
  )
  expect(ends.join('\n')).toContain('cannot use ***')
  expect(scene.canaries.seenIn(ends.join('\n'))).toEqual([])
  expect(scene.canaries.seenIn(await scene.made())).toEqual([])
})

async function answer(url: string, init?: RequestInit): Promise<string> {
  const response = await fetch(url, init)
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`
}

type Tried = Readonly<Record<string, { readonly state: string; readonly problem: unknown }>>

/** Wait until every source and output has succeeded or failed; what `/status` said then. */
async function eachHasTried(url: string): Promise<string> {
  let text = ''
  const hasTried = async (): Promise<boolean> => {
    text = await (await fetch(`${url}/status`)).text()
    const { sources, generators } = JSON.parse(text) as { readonly sources: Tried; readonly generators: Tried }
    return Object.values({ ...sources, ...generators }).every(
      ({ state, problem }) => problem !== null || /fresh|in sync/.test(state),
    )
  }
  await waitFor('each source and output to have tried', hasTried, { report: () => text, timeoutMs: 50_000 })
  return text
}

import { readdir, readFile, rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'
import { service } from './rig/small-setup.ts'
import { waitFor } from './rig/wait-for.ts'

// Stands still in its phase as long as there is no file `open`.
const gate = `import { existsSync, writeFileSync } from 'node:fs'
const stand = (phase, { name, signal }) => {
  if (phase !== name) return
  writeFileSync('reached', '')
  return existsSync('open') ? undefined : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}
export default ({ phase }) => ({ name: 'gate', apply(proxym) {
  proxym.hooks.generateServices.tap('none', async (services, { signal }) => {
    await stand(phase, { name: 'source', signal })
    services.add()
  })
  proxym.hooks.annotate.tap('nothing', (_, { signal }) => stand(phase, { name: 'annotate', signal }))
  proxym.hooks.generateConfig.tap('mark', () => void (phase === 'render' && writeFileSync('reached', '')))
} })
`
const stand = 'test -e open || { touch reached; exec sleep 60; }'
// Half a minute of work in the thread that renders.
const work = '{% for a in (1..9000) %}{% for b in (1..9000) %}{% endfor %}{% endfor %}'
const lines = '# services\n{% for service in services %}# {{ service.id }}\n{% endfor %}'

const phases: readonly { readonly phase: string; readonly options?: Readonly<Record<string, string>> }[] = [
  { phase: 'source' },
  { phase: 'annotate' },
  { phase: 'render' },
  { phase: 'check', options: { checkCommand: `test -s %s; ${stand}` } },
  { phase: 'check after the replace', options: { checkCommand: stand } },
  { phase: 'reload', options: { reloadCommand: `${stand}; echo x >> reloads` } },
  { phase: 'verify', options: { verifyCommand: stand } },
]

const configOf = (phase: string, options: Readonly<Record<string, string>> = {}) =>
  JSON.stringify({
    plugins: [
      ['file', { configsPath: './services' }],
      ['./gate.mjs', { phase }],
      [
        'haproxy',
        {
          templatePath: './t.liquid',
          configFilePath: './etc/out.cfg',
          reloadCommand: 'echo x >> reloads',
          reloadGapMs: 0,
          ...options,
        },
      ],
    ],
  })

test.each(phases)('SIGTERM while it stands in: $phase', async ({ phase, options }) => {
  await using rig = await createRig({
    ...{ 'gate.mjs': gate, 't.liquid': lines, open: '', 'etc/none': '', 'services/web.yaml': service('web') },
    'proxym.config.json': configOf(phase, options),
  })
  const text = () => readFile(rig.path('etc/out.cfg'), 'utf8').catch(() => undefined)
  const [before, after] = ['# services\n# web\n', '# services\n# shop\n# web\n']
  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
  expect(await text()).toBe(before)

  for (const name of ['open', 'reached']) await rm(rig.path(name), { force: true })
  await rig.write('services/shop.yaml', service('shop'))
  if (phase === 'render') await rig.write('t.liquid', work + lines)
  const proxym = rig.start([])
  await waitFor('it to stand there', async () => (await readdir(rig.folder)).includes('reached'), { report: proxym.output })
  const stopped = performance.now()
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0, signal: null })
  const stopMs = performance.now() - stopped
  expect(stopMs).toBeLessThan(5000)
  process.stdout.write(`SIGTERM in ${phase}: ${Math.round(stopMs)} ms\n`)

  // The new text is there only where it passed its check.
  expect(await text()).toBe(phase === 'reload' || phase === 'verify' ? after : before)
  expect((await readdir(rig.path('etc'))).sort()).toEqual(['none', 'out.cfg'])
  expect((await readdir(rig.path('.proxym'))).filter(name => name.startsWith('.'))).toEqual([])

  const reloads = async () => (await readFile(rig.path('reloads'), 'utf8')).length
  const reloaded = await reloads()
  await rig.write('open', '')
  if (phase === 'render') await rig.write('t.liquid', lines)
  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
  expect(await text()).toBe(after)
  expect(await reloads()).toBeGreaterThan(reloaded)
})

import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { tempFolder } from '../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { codeBlocks } from '../rules/markdown.ts'
import { filesLike, textOf } from '../rules/tracked-files.ts'
import { analyze, canAnalyze, layUnit, unit } from './systemd-unit.ts'

const dropIns = filesLike(/\.md$/).flatMap(page =>
  codeBlocks(textOf(page))
    .filter(({ language }) => language === 'systemd')
    .map(({ text, line }) => ({ place: `${page}:${line}`, text })),
)

// What systemd 252 does not know yet, and the unit itself does not use.
const later = /Failed to parse service type, ignoring: notify-reload/

test.skipIf(!canAnalyze)('systemd has nothing to say against the unit', async () => {
  expect(await analyze(['verify', '--man=no', await layUnit(await tempFolder())])).toBe('')
})

test.skipIf(!canAnalyze)('it leaves little to what breaks into it', async () => {
  const path = await layUnit(await tempFolder())
  // In tenths: 2.5 of 10.
  expect(await analyze(['security', '--offline=true', '--threshold=25', '--no-pager', path])).toContain('Overall exposure level')
})

test.skipIf(!canAnalyze).each(dropIns)('the drop-in in $place fits the unit', async ({ text }) => {
  const output = await analyze(['verify', '--man=no', await layUnit(await tempFolder(), text)])
  expect(output.split('\n').filter(line => line !== '' && !later.test(line))).toEqual([])
})

test.each([
  ['says when it is ready', /^Type=notify$/m],
  ['takes the messages of a child', /^NotifyAccess=all$/m],
  ['has a watchdog', /^WatchdogSec=\d+$/m],
  ['reads its configuration again on reload', /^ExecReload=\/bin\/kill -HUP \$MAINPID$/m],
  ['keeps state where Debian does', /^StateDirectory=proxym$/m],
  ['may write the target', /^ReadWritePaths=-\/etc\/haproxy$/m],
  ['does not try a wrong configuration again and again', /^RestartPreventExitStatus=78$/m],
])('it %s', (_, pattern) => {
  expect(unit).toMatch(pattern)
})

test('JavaScript may be compiled, and READY is waited for longer than one call of an output takes', () => {
  expect(unit).not.toMatch(/^MemoryDenyWriteExecute/m)
  expect(Number(/^TimeoutStartSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(120)
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(5)
})

type Rule = (action: { id: string; lookup(key: string): string | undefined }, subject: { user: string }) => string

test.each([
  ['reload', 'haproxy.service', 'proxym', 'yes'],
  ['reload', 'nginx.service', 'proxym', 'yes'],
  ['restart', 'haproxy.service', 'proxym', 'not handled'],
  ['reload', 'ssh.service', 'proxym', 'not handled'],
  ['reload', 'haproxy.service', 'www-data', 'not handled'],
])('polkit answers to %s %s of %s: %s', (verb, name, user, answer) => {
  const rules: Rule[] = []
  const polkit = { Result: { YES: 'yes', NOT_HANDLED: 'not handled' }, addRule: (rule: Rule) => rules.push(rule) }
  runInNewContext(textOf('docs/systemd/50-proxym.rules'), { polkit })
  const ask = (id: string) => {
    const details = new Map([
      ['verb', verb],
      ['unit', name],
    ])
    return rules.map(rule => rule({ id, lookup: key => details.get(key) }, { user }))
  }
  expect(ask('org.freedesktop.systemd1.manage-units')).toEqual([answer])
  expect(ask('org.freedesktop.systemd1.manage-unit-files')).toEqual(['not handled'])
})

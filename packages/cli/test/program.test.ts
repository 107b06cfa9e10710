import { expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { fakeIo } from './fake-io.ts'

const files = { 'proxym.config.yaml': 'plugins: [stdout]\n', 'other.yaml': 'plugins: [stdout, signal]\n' }

test('an option before the command is the same as after it; after it counts', async () => {
  const before = ['--config', 'other.yaml', 'check']
  const after = ['check', '-c', 'other.yaml']
  const both = ['-c', 'proxym.config.yaml', 'check', '-c', 'other.yaml']
  for (const argv of [before, after, both]) {
    await using io = await fakeIo(argv, { files })
    expect(await main(io)).toBe(0)
    expect(io.out()).toContain('(2 plugins)')
  }
})

test('colour can be forced, and forbidden, from both places', async () => {
  for (const argv of [
    ['--color', 'always', 'check'],
    ['check', '--color', 'always'],
  ]) {
    await using io = await fakeIo(argv, { files })
    expect(await main(io)).toBe(0)
    expect(io.out()).toContain('\u001b[32m')
  }
  await using io = await fakeIo(['--color', 'always', 'check', '--color', 'never'], { files })
  expect(await main(io)).toBe(0)
  expect(io.out()).not.toContain('\u001b')
})

test.each([
  [['chek'], 'Did you mean `check`?'],
  [['srvices', '--json'], 'Did you mean `services`?'],
  [['-c', 'other.yaml', 'dif'], 'Did you mean `diff`?'],
  [['xyzzy'], '`proxym --help` lists the commands.'],
  [['check', '--strct'], '--strict'],
  [['run', 'now'], "too many arguments for 'run'"],
  [['check', '--color', 'pink'], 'always'],
])('%j is refused with a hint', async (argv, hint) => {
  await using io = await fakeIo(argv, { files })
  expect(await main(io)).toBe(78)
  expect(io.err()).toContain(hint)
  expect(io.out()).toBe('')
})

test.each([['--version'], ['-V']])('%s prints the version of the package that runs', async option => {
  await using io = await fakeIo([option], { files })
  expect(await main(io)).toBe(0)
  expect(io.out()).toBe('1.2.3\n')
})

test.each([[['--help']], [['help']], [['-h']]])('%j lists the commands', async argv => {
  await using io = await fakeIo(argv, { files })
  expect(await main(io)).toBe(0)
  for (const name of ['run', 'once', 'check', 'diff', 'services', 'init'])
    expect(io.out()).toMatch(new RegExp(`^ +${name} `, 'm'))
})

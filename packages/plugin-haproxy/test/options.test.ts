import { ProxymError } from '@proxym/core'
import { expect, test } from 'vitest'
import haproxy from '../src/index.ts'
import { haproxyOptions } from '../src/options.ts'

const least = { templatePath: 'haproxy', configFilePath: '/etc/haproxy/haproxy.cfg', reloadCommand: 'systemctl reload haproxy' }

function mistakes(given: object): readonly string[] {
  try {
    haproxy(given as never)
    return []
  } catch (error) {
    if (!(error instanceof ProxymError)) throw error
    return error.problems.map(({ message }) => message)
  }
}

test('needs a template, a file and a reload command, and says all at once', () => {
  expect(mistakes({})).toEqual([
    expect.stringContaining('`haproxy.templatePath` is required'),
    expect.stringContaining('`haproxy.configFilePath` is required'),
    expect.stringContaining('`haproxy.reloadCommand` is required'),
  ])
  expect(mistakes(least)).toEqual([])
})

test.each<[object, string]>([
  [{ templatePath: 3 }, '`haproxy.templatePath` must be the path of a Liquid file'],
  [{ configFilePath: '' }, '`haproxy.configFilePath` must be the path of the file that the proxy reads'],
  [{ reloadCommand: ' ' }, '`haproxy.reloadCommand` must be a shell command, got " "'],
  [{ checkCommand: '' }, '`haproxy.checkCommand` must be a shell command, got ""'],
  [{ commandEnv: ['A B'] }, '`haproxy.commandEnv[0]` must be the name of an environment variable, got "A B"'],
  [{ syntax: 'apache' }, '`haproxy.syntax` must be one of "haproxy", "nginx", "none"'],
  [{ configText: { Marathon: 'on' } }, '`haproxy.configText.Marathon` must be one of "lint", "off", "trusted"'],
  [{ checkTimeoutMs: 0 }, '`haproxy.checkTimeoutMs` must be at least 1'],
  [{ reloadTimeoutMs: 2 ** 31 }, '`haproxy.reloadTimeoutMs`'],
  [{ reloadComand: 'x' }, 'unknown key `reloadComand` in `haproxy`'],
])('refuses %j', (given, message) => {
  expect(mistakes({ ...least, ...given })).toEqual([expect.stringContaining(message)])
})

test('takes a function as template, and has the documented defaults', () => {
  expect(haproxyOptions.parse({ ...least, templatePath: () => '' })).toMatchObject({
    checkTimeoutMs: 30_000,
    reloadTimeoutMs: 30_000,
    verifyTimeoutMs: 10_000,
    reloadGapMs: 2000,
    commandEnv: [],
    watchTarget: true,
  })
})

test('is set by the variables that design and README name', () => {
  expect(haproxy.definition.env).toEqual({
    TEMPLATE_PATH: { option: 'templatePath', kind: 'text' },
    CONFIG_FILE_PATH: { option: 'configFilePath', kind: 'text' },
    CHECK_COMMAND: { option: 'checkCommand', kind: 'text' },
    RELOAD_COMMAND: { option: 'reloadCommand', kind: 'text' },
  })
})

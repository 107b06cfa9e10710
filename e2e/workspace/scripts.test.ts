import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workspaceEnvironment } from '../../scripts/environment.mjs'
import { CommandError, runCommand } from '../../scripts/run-command.mjs'
import { runSteps } from '../../scripts/run-steps.mjs'
import { countTests } from '../../scripts/test-results.mjs'
import { root } from '../rules/tracked-files.ts'

describe('the environment of commands', () => {
  test('leaves out what npm adds for itself, keeps how the registry is reached', () => {
    const given = {
      npm_config_nodedir: '/usr',
      npm_lifecycle_event: 'test',
      npm_config_cafile: '/ca.pem',
      npm_config_noproxy: '',
      CI: 'true',
    }
    const environment: Record<string, string | undefined> = workspaceEnvironment({ ...given, PATH: '/bin' })
    expect(environment).toMatchObject({ npm_config_cafile: '/ca.pem', CI: 'true' })
    expect(Object.keys(environment).sort()).toEqual(['CI', 'PATH', 'npm_config_cafile'])
  })

  test('has the tools of the workspace before those of the machine', () => {
    const folders = workspaceEnvironment({ PATH: '/bin:/usr/sbin' }).PATH.split(delimiter)
    expect(folders.slice(0, 2)).toEqual([join(root, 'node_modules', '.bin'), '/bin'])
    expect(folders.filter(folder => folder === '/usr/sbin')).toHaveLength(1)
  })

  test('runs Node 24 whatever the machine has', async () => {
    expect(await runCommand('node', ['--version'])).toMatch(/^v24\./)
  })
})

describe('a command', () => {
  test('that fails is reported with all that it printed', async () => {
    const failure = await runCommand('node', ['-e', 'console.log("out"); console.error("err"); process.exitCode = 3']).catch(
      error => error,
    )
    expect(failure).toBeInstanceOf(CommandError)
    expect(failure).toMatchObject({
      message: expect.stringMatching(/exited with 3$/),
      output: expect.stringMatching(/^(out\nerr|err\nout)\n$/),
    })
  })

  test('that does not exist is reported by name', async () => {
    await expect(runCommand('no-such-tool', [])).rejects.toThrow('`no-such-tool` could not be started')
  })
})

describe('steps', () => {
  const step = (name: string, run: () => Promise<void>, needed = false) => ({ name, title: name, needed, run })
  const works = () => Promise.resolve()
  const fails = () => Promise.reject(new CommandError('`tool` exited with 1', 'what it printed\n'))

  test('go on after a failure, so that one run tells all', async () => {
    let printed = ''
    const write = (text: string) => {
      printed += text.replace(/\d+\.\d s/g, '0.0 s')
    }
    expect(await runSteps([step('a', fails), step('b', works), step('c', fails)], [], write)).toEqual(['a', 'c'])
    const failure = 'FAILED after 0.0 s\n\nwhat it printed\n\n`tool` exited with 1\n\n'
    expect(printed).toBe(`a … ${failure}b … 0.0 s\nc … ${failure}`)
  })

  test('stop after one that the others need', async () => {
    expect(await runSteps([step('a', fails, true), step('b', fails)], [], () => {})).toEqual(['a'])
  })
})

describe('counting', () => {
  const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map(one => ({ status: one })) })

  test('adds up what passed, failed and did not run', () => {
    const report = { testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed', 'skipped', 'todo')] }
    expect(countTests(report)).toEqual({ passed: 2, failed: 1, skipped: 2, files: 2 })
  })

  test('counts a file that did not load as a failure', () => {
    expect(countTests({ testResults: [file('failed')] })).toMatchObject({ passed: 0, failed: 1 })
  })
})

import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './environment.mjs'
import { CommandError, runCommand } from './run-command.mjs'
import { countTests } from './test-results.mjs'

/**
 * Run one tier of tests and leave its results in `test-results/<tier>.json`.
 *
 * @param {'first' | 'long'} tier
 * @param {{ config: string, live: boolean, filters: readonly string[] }} options
 */
export async function runVitest(tier, { config, live, filters }) {
  const results = join(root, 'test-results', `${tier}.json`)
  await rm(results, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  await runCommand('vitest', ['run', '--config', config, ...reporters, ...filters], { live })
  const { passed, skipped, files } = countTests(JSON.parse(await readFile(results, 'utf8')))
  if (passed === 0) throw new CommandError('No test ran. Do the filters name a file that exists?', '')
  return `${passed} passed${skipped > 0 ? `, ${skipped} SKIPPED` : ''} in ${files} files`
}

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Problem, ProxymError } from '@proxym/core'
import { fileExists, noTemplate } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { isTerminal, paintOn } from '../print/style.ts'
import { type CommandOptions, complain, endOf } from '../session.ts'
import { starterConfig, starterService } from './starter.ts'

export interface InitOptions extends CommandOptions {
  readonly proxy?: string
  /** Whether nothing is asked. */
  readonly yes?: boolean
}

const TEMPLATES: Readonly<Record<string, string>> = { haproxy: 'haproxy.cfg.liquid', nginx: 'nginx.conf.liquid' }

/** Write a configuration to begin with: nothing that exists is touched. */
export async function init(io: Io, options: InitOptions): Promise<number> {
  const proxy = options.proxy ?? (await askProxy(io, options))
  if (proxy === undefined) return exitCodes.failed
  try {
    const template = TEMPLATES[proxy]
    if (template === undefined) throw new ProxymError(noTemplate(proxy))
    const files = [
      { path: 'proxym.config.yaml', text: starterConfig(proxy, template) },
      { path: 'services/web.yaml', text: starterService },
      { path: template, text: await bundledTemplate(io, proxy, template) },
    ]
    const problems = await writeNew(io, files)
    complain(io, options, 'Not everything was written', problems, 'warning')
    io.stdout.write('\nNext: edit the files, then `proxym check`, `proxym diff`, `proxym run`.\n')
    return exitCodes.done
  } catch (error) {
    throw endOf(io, options, 'Nothing to begin with', error, exitCodes.failed)
  }
}

async function askProxy(io: Io, options: InitOptions): Promise<string | undefined> {
  if (options.yes || !isTerminal(io.stdout)) return 'haproxy'
  const { isCancel, select } = await import('@clack/prompts')
  const answer = await select({
    message: 'Which proxy?',
    options: Object.keys(TEMPLATES).map(value => ({ value, label: value })),
  })
  return isCancel(answer) ? undefined : answer
}

async function writeNew(io: Io, files: readonly { readonly path: string; readonly text: string }[]): Promise<readonly Problem[]> {
  const paint = paintOn(io.stdout, 'auto')
  const problems: Problem[] = []
  for (const { path, text } of files) {
    const whole = join(io.cwd, path)
    if (dirname(path) !== '.') await mkdir(dirname(whole), { recursive: true })
    try {
      await writeFile(whole, text, { flag: 'wx' })
      io.stdout.write(`${paint('green', '+')} ${path}\n`)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      problems.push(fileExists(path))
    }
  }
  return problems
}

async function bundledTemplate(io: Io, proxy: string, template: string): Promise<string> {
  for (const folder of [io.cwd, ...io.resolveFrom]) {
    try {
      const manifest = createRequire(join(folder, 'x.js')).resolve('@proxym/plugin-haproxy/package.json')
      return await readFile(join(dirname(manifest), 'templates', template), 'utf8')
    } catch {
      // Not installed there: the next folder may have it.
    }
  }
  throw new ProxymError(noTemplate(proxy))
}

import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError, runCommand } from '../../scripts/run-command.mjs'
import { textOf } from '../rules/tracked-files.ts'

/** The unit as it is published. */
export const unit = textOf('docs/systemd/proxym.service')

/** Whether `systemd-analyze` can be asked. */
export const canAnalyze = await runCommand('systemd-analyze', ['--version']).then(
  () => true,
  () => false,
)

/** Lay the unit, its command and a drop-in into a folder; returns the path of the unit. */
export async function layUnit(folder: string, dropIn = ''): Promise<string> {
  const command = join(folder, 'proxym')
  const path = join(folder, 'proxym.service')
  await writeFile(command, '#!/bin/sh\n')
  await chmod(command, 0o755)
  await writeFile(path, unit.replaceAll('/usr/local/bin/proxym', command))
  await mkdir(`${path}.d`, { recursive: true })
  await writeFile(join(`${path}.d`, 'override.conf'), dropIn)
  return path
}

/** What `systemd-analyze` says; for `verify` anything at all is a complaint, since it exits with 0 for unknown keys. */
export async function analyze(args: readonly string[]): Promise<string> {
  const output = await runCommand('systemd-analyze', args).catch(error => {
    if (error instanceof CommandError) return `${error.message}\n${error.output}`
    throw error
  })
  return output
}

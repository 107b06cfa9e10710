import { isRecord } from '../../../config/config-path.ts'
import { describeProblem, messageOf } from '../../../problem.ts'
import { secretShown, secretUndeclared } from '../errors.ts'
import type { Rig } from '../rig.ts'
import type { Rule } from './rule.ts'

const canary = 'cAnArY-5ecret-4711'
const secretName = /(token|password|passwd|secret|api_?key|private_?key|credentials?)$/i

export const secretsHidden: Rule = {
  name: 'no message shows a secret option',
  async check(rig) {
    const { factory, given, make, secretForms } = rig
    const { name } = make()
    const secrets = factory.definition?.secrets ?? []
    const options = isRecord(given) ? given : {}
    const undeclared = Object.keys(options).find(key => secretName.test(key) && !secrets.some(path => path.split('.')[0] === key))
    if (undeclared !== undefined) throw secretUndeclared(name, undeclared)
    for (const path of secrets) {
      const keys = path.split('.').map(key => (key === '*' ? '0' : key))
      const right = withValue(options, keys, secretForms[path]?.(canary) ?? canary)
      // Right apart from the secret, wrong beside it, and of a wrong kind.
      const attempts = [
        right,
        { ...right, conformanceUnknownOption: canary },
        withValue(options, keys, [canary]),
        withValue(options, keys, { canary }),
      ]
      for (const attempt of attempts) {
        const where = await placeOfCanary(rig, attempt)
        if (where !== undefined) throw secretShown(name, path, where)
      }
    }
  },
}

/** The first place where somebody could read it. */
async function placeOfCanary({ factory, host }: Rig, options: unknown): Promise<string | undefined> {
  const shown = (text: string, where: string): string | undefined =>
    text.includes(canary) ? `${where}: ${text.replaceAll(canary, '***').slice(0, 200)}` : undefined
  let plugin: ReturnType<Rig['make']>
  try {
    plugin = factory(options as never)
  } catch (error) {
    return shown(messageOf(error), 'the message of a mistake')
  }
  let proxym: ReturnType<Rig['host']>
  try {
    proxym = host(plugin, { timeoutMs: 2000, generateTimeoutMs: 2000 })
  } catch (error) {
    return shown(messageOf(error), 'what `apply` throws')
  }
  try {
    await proxym.start()
    await proxym.refresh()
    const checks = (await proxym.proxym.check()).flatMap(({ problems }) => problems)
    return (
      [...proxym.proxym.problems(), ...checks].map(problem => shown(describeProblem(problem), 'a problem')).find(Boolean) ??
      proxym.log.map(line => shown(`${line.message} ${textOf(line.fields)}`, `the log of ${line.module}`)).find(Boolean) ??
      shown(JSON.stringify(proxym.proxym.status()), '/status')
    )
  } finally {
    await proxym.stop()
  }
}

function textOf(fields: object): string {
  return Object.values(fields)
    .map(value => (value instanceof Error ? messageOf(value) : typeof value === 'string' ? value : (JSON.stringify(value) ?? '')))
    .join(' ')
}

function withValue(target: unknown, [key, ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  const record: Record<string, unknown> = isRecord(target) ? target : {}
  if (key === undefined) return record
  return { ...record, [key]: rest.length === 0 ? value : withValue(record[key], rest, value) }
}

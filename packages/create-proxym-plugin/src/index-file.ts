import type { Choices, Kind } from './choices.ts'

interface Part {
  /** `path: z.string()`. */
  readonly option: string
  readonly name: string
  readonly isPath: boolean
  readonly hook: string
  readonly method: string
  readonly tap: string
}

const parts: Readonly<Record<Kind, Part>> = {
  source: {
    option: "from: z.string().default('services.json')",
    name: 'from',
    isPath: true,
    hook: 'generateServices',
    method: 'tapPromise',
    tap: "'services'",
  },
  notifier: {
    option: 'everyMs: z.int().min(1).max(86_400_000).default(60_000)',
    name: 'everyMs',
    isPath: false,
    hook: 'notify',
    method: 'tapPromise',
    tap: "'interval'",
  },
  annotator: {
    option: "suffix: z.string().default('internal.example')",
    name: 'suffix',
    isPath: false,
    hook: 'annotate',
    method: 'tap',
    tap: "'domains'",
  },
  generator: {
    option: "to: z.string().default('services.out.json')",
    name: 'to',
    isPath: true,
    hook: 'generateConfig',
    method: 'tapPromise',
    tap: "{ name: 'file', dryRun: true }",
  },
}

/** The text of `src/index`: reading it shows every tap. */
export function indexFile({ pluginName, kinds, language }: Choices): string {
  const ending = language === 'typescript' ? 'ts' : 'js'
  const used = kinds.map(kind => ({ kind, ...parts[kind] }))
  const hasPath = used.some(({ isPath }) => isPath)
  const label = kinds.includes('source') ? `  source: '${labelOf(pluginName)}',\n` : ''
  const imports = [...kinds].sort().map(kind => `import { ${kind} } from './${kind}.${ending}'\n`)
  const taps = used.map(({ kind, hook, method, tap, name, isPath }) => {
    const option = isPath ? `resolve(proxym.configDir, ${name})` : name
    return `    proxym.hooks.${hook}.${method}(${tap}, ${kind}(${option}))\n`
  })
  return `${hasPath ? "import { resolve } from 'node:path'\n" : ''}import { definePlugin } from '@proxym/core'
import { z } from 'zod'
${imports.join('')}
const options = z.strictObject({
${used.map(({ option }) => `  ${option},\n`).join('')}})

export default definePlugin({
  name: '${pluginName}',
${label}  options,
  apply(proxym, { ${used.map(({ name }) => name).join(', ')} }) {
${taps.join('')}  },
})
`
}

/** `acme-dns` → `Acme Dns`. */
function labelOf(name: string): string {
  return name
    .replace(/(^|-)([a-z])/g, (_, hyphen: string, letter: string) => `${hyphen === '' ? '' : ' '}${letter.toUpperCase()}`)
    .replaceAll('-', ' ')
}

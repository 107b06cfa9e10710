import { fileURLToPath } from 'node:url'
import type { Problem } from '../../problem.ts'
import { type ConfigPath, formatPath } from '../config-path.ts'
import { nearest } from '../did-you-mean.ts'
import { officialPlugins } from '../env/known-variables.ts'
import { configInvalid, nameList } from '../errors.ts'
import type { Place, PlacedProblem } from '../file/excerpt.ts'
import { show } from '../options/issue-text.ts'
import type { PackageFacts } from './check-package.ts'

export function entryShape(path: ConfigPath, got: string, place: Place): PlacedProblem {
  const subject = formatPath(path)
  if (path.at(-1) === 'optional') {
    return {
      code: configInvalid,
      message: `\`${subject}\` must be true or false, got ${got}`,
      hint: 'Write `optional: true`.',
      ...place,
    }
  }
  if (path.at(-1) === 'confirmMs') {
    return {
      code: configInvalid,
      message: `\`${subject}\` must be whole milliseconds from 0 to 2147483647, got ${got}`,
      hint: 'Write e.g. `confirmMs: 30000`, or 0 to remove at once whatever a source no longer reports.',
      ...place,
    }
  }
  const message = `\`${subject}\` must be the name of a plugin, [name, options], { use, optional, confirmMs, options } or a plugin, got ${got}`
  return { code: configInvalid, message, hint: "Write e.g. 'stdout' or ['file', { configsPath: './services' }].", ...place }
}

export function entryNotCalled(path: ConfigPath, place: Place): PlacedProblem {
  const message = `\`${formatPath(path)}\` is a function, not a plugin`
  return {
    code: configInvalid,
    message,
    hint: 'Call it: `marathon({ … })` instead of `marathon`; of a class make an instance.',
    ...place,
  }
}

export function entryKey(key: string, path: ConfigPath, place: Place): PlacedProblem {
  const near = nearest(key, ['use', 'optional', 'confirmMs', 'options'])
  const hint = near === undefined ? 'Options of the plugin belong into `options`.' : `Did you mean \`${near}\`?`
  return { code: configInvalid, message: `unknown key \`${key}\` in \`${formatPath(path)}\``, hint, ...place }
}

export function pluginNotFound(use: string, specifier: string, folders: readonly string[]): Problem {
  const [configDir = '.'] = folders
  const target = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
  const install = `npm install --prefix ${/^[\w@%+=:,./-]+$/.test(configDir) ? configDir : `'${configDir}'`} ${target}`
  const near =
    specifier === use
      ? undefined
      : nearest(
          use,
          officialPlugins.map(({ word }) => word),
        )
  const meant = near === undefined || near === use ? '' : `Did you mean \`${near}\`? Otherwise run: `
  const hint = /\.[cm]?[jt]s$/.test(use) ? `A file begins with ./ or /: write './${use}'.` : `${meant}${install}`
  const message = `plugin \`${use}\` is not installed (looked for ${specifier} from ${nameList(folders, 'and').replaceAll('`', '')})`
  return { code: 'PROXYM_PLUGIN_NOT_FOUND', message, hint }
}

export function pluginFileMissing(use: string, path: string): Problem {
  const hint = 'Correct the path; it starts at the folder of the configuration.'
  return { code: 'PROXYM_PLUGIN_NOT_FOUND', message: `plugin \`${use}\`: there is no file ${path}`, hint }
}

export function pluginBroken(use: string, specifier: string, folder: string, reason: string): Problem {
  const message = `plugin \`${use}\`: ${specifier} was found from ${folder}, but has no module to load: ${reason}`
  return {
    code: 'PROXYM_PLUGIN_LOAD',
    message,
    hint: 'Install it again; its package.json must name an entry in `exports` or `main`.',
  }
}

export function pluginImport(use: string, url: string, reason: string, cause: unknown): Problem {
  const missing = /^Cannot find package '([^']+)'/.exec(reason)?.[1]
  const hint = missing === undefined ? 'Correct the module, or install it again.' : `Install \`${missing}\`, which it imports.`
  return { code: 'PROXYM_PLUGIN_LOAD', message: `plugin \`${use}\` (${pathOf(url)}) cannot be loaded: ${reason}`, hint, cause }
}

export function moduleExport(use: string, url: string, names: readonly string[], found: unknown): Problem {
  const given =
    found === undefined
      ? names.length === 0
        ? 'it exports nothing'
        : `it exports ${nameList(names.toSorted(), 'and')}`
      : `its default export is ${show(found)}`
  const message = `plugin \`${use}\` (${pathOf(url)}) must export a factory, a class or a plugin as default; ${given}`
  // What `export default` becomes when it is compiled to CommonJS.
  const isCommonJs = typeof found === 'object' && found !== null && 'default' in found
  const hint = isCommonJs
    ? 'It is compiled to CommonJS: publish ES modules, with `"type": "module"` in its package.json.'
    : 'Write `export default definePlugin({ name, apply })`.'
  return { code: 'PROXYM_PLUGIN_INVALID', message, hint }
}

export function madeNoPlugin(use: string, made: unknown): Problem {
  const promise = made instanceof Promise
  const given = promise
    ? 'a promise'
    : typeof made === 'object' && made !== null
      ? `an object with ${nameList(Object.keys(made), 'and') || 'no keys'}`
      : show(made)
  const message = `the factory of plugin \`${use}\` must return { name, apply }, got ${given}`
  const hint = promise ? 'Make it synchronous; open connections in a hook.' : '`name` is a string and `apply` a function.'
  return { code: 'PROXYM_PLUGIN_INVALID', message, hint }
}

export function nameUnfit(use: string, name: string): Problem {
  const message = `the name of plugin \`${use}\` must be one word without \`/\` and \`#\`, got ${show(name)}`
  return { code: 'PROXYM_PLUGIN_INVALID', message, hint: 'Logs and variables begin with it: write e.g. `acme-dns`.' }
}

export function builtForAnotherCore(use: string, plugin: PackageFacts, range: string, core: PackageFacts): Problem {
  const message = `plugin \`${use}\` ${plugin.version} was built for ${core.name} ${range}, this is ${core.version}`
  const hint = `Install a version that fits: npm install ${plugin.name}@latest, or tell its author.`
  return { code: 'PROXYM_PLUGIN_RANGE', message, hint }
}

export function ownCopyOfCore(use: string, copy: PackageFacts, core: PackageFacts, isNested: boolean): Problem {
  const placed = ({ version, folder }: PackageFacts) => `${version} in ${folder}`
  const message = `plugin \`${use}\` uses another copy of ${core.name} (${placed(copy)}) than the one that runs (${placed(core)})`
  const hint = isNested
    ? `Run npm dedupe; its author makes ${core.name} a peer dependency.`
    : 'Install proxym where the plugin is installed, and run that one: npx proxym.'
  return { code: 'PROXYM_PLUGIN_CORE_COPY', message, hint }
}

export function makingFailed(use: string, reason: string, cause: unknown): Problem {
  return {
    code: 'PROXYM_PLUGIN_INVALID',
    message: `plugin \`${use}\` cannot be made: ${reason}`,
    hint: 'Correct its options, or the plugin.',
    cause,
  }
}

export function optionsNotTaken(use: string): Problem {
  return {
    code: 'PROXYM_PLUGIN_OPTIONS',
    message: `plugin \`${use}\` is made already and takes no options`,
    hint: 'Remove the options.',
  }
}

const pathOf = (url: string): string => {
  try {
    return fileURLToPath(new URL(url))
  } catch {
    return url
  }
}

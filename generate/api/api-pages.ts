import type { Entry, Export, PackageExports } from './read-exports.ts'

const notice = 'Made by `npm run docs` from the doc comments in the sources.'

/** A page of Markdown for each package that exports something of its own, and their list, by path from the root. */
export function apiPages(packages: readonly PackageExports[]): ReadonlyMap<string, string> {
  const shown = packages.filter(({ name, entries }) => name !== 'proxym' && entries.some(({ exports }) => exports.length > 0))
  const rows = shown.map(({ folder, name, description }) => `| [\`${name}\`](${folder}.md) | ${description} |\n`)
  const list = `# Exports\n\n${notice} \`proxym\` exports what \`@proxym/core\` exports.\n\n| package | |\n|---|---|\n${rows.join('')}`
  return new Map([['docs/api/README.md', list], ...shown.map(found => [`docs/api/${found.folder}.md`, page(found)] as const)])
}

function page({ folder, name, entries }: PackageExports): string {
  const parts = entries.filter(({ exports }) => exports.length > 0).map(entryText)
  return `# ${name}: exports\n\n${notice} What the package is for stands in its [README](../../packages/${folder}/README.md).\n\n${parts.join('\n')}`
}

function entryText({ specifier, exports }: Entry): string {
  const code = exports.filter(({ code }) => !isType(code))
  const types = exports.filter(({ code }) => isType(code))
  const heading = `## ${specifier}\n`
  return [heading, ...code.map(exportText), ...types.map(exportText)].join('\n')
}

function isType(code: string): boolean {
  return /^(interface|type) /.test(code)
}

function exportText({ name, description, tags, code }: Export): string {
  const heading = name === 'default' ? '### the default export' : `### ${name}`
  const remarks = tags.filter(tag => tag.name === 'throws' || tag.name === 'param').map(remarkText)
  const examples = tags.filter(tag => tag.name === 'example').map(({ text }) => fenced(text))
  return [heading, description, ...remarks, fenced(code), ...examples]
    .filter(text => text !== '')
    .map(text => `${text}\n`)
    .join('\n')
}

function remarkText({ name, text }: { readonly name: string; readonly text: string }): string {
  if (name === 'throws') return `Throws ${text}.`
  const [parameter = '', ...words] = text.split(' ')
  return `\`${parameter}\`: ${words.join(' ')}`
}

// Part of a program: it is not compiled by itself.
function fenced(code: string): string {
  return `\`\`\`ts part\n${code}\n\`\`\``
}

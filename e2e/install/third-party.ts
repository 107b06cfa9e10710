/** A plugin that reports one service under its own name, as somebody else would write it. */
function pluginSource(name: string): string {
  return `import { definePlugin } from '@proxym/core'

export default definePlugin({
  name: '${name}',
  source: '${name}',
  apply(proxym) {
    proxym.hooks.generateServices.tap('fixed', services => {
      services.add({ id: '${name}', hosts: [{ ip: '127.0.0.1', port: 8080 }] })
    })
  },
})
`
}

/** The same in TypeScript, which Node runs only when it strips the types. */
export function typedPluginSource(name: string): string {
  return pluginSource(name)
    .replace('import { definePlugin }', 'import { definePlugin, type PluginContext }')
    .replace('apply(proxym)', 'apply(proxym: PluginContext)')
}

/** The files of a package of somebody else. `entry` is what its package.json says about the way in. */
export function pluginPackage(name: string, entry: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const manifest = {
    name,
    version: '1.0.0',
    type: 'module',
    keywords: ['proxym-plugin'],
    peerDependencies: { '@proxym/core': '>=0.1.0' },
    ...entry,
  }
  const plain = name.split('/').at(-1) ?? name
  return { 'package.json': JSON.stringify(manifest), 'index.js': pluginSource(plain.replace('proxym-plugin-', '')) }
}

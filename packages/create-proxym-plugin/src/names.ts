/** What a word, or the name of a package, stands for; undefined when it cannot be one. */
export function namesOf(given: string): { readonly packageName: string; readonly pluginName: string } | undefined {
  const [, scope = '', name = ''] = /^(?:(@[a-z0-9][a-z0-9._-]*)\/)?([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(given) ?? []
  const pluginName = name.replace(/^proxym-plugin-/, '')
  // Configuration takes a word without `proxym` for an official plugin.
  if (name === '' || pluginName === '' || given.length > 200) return undefined
  const packageName = `proxym-plugin-${pluginName}`
  return { packageName: scope === '' ? packageName : `${scope}/${packageName}`, pluginName }
}

import type { Problem } from '../problem.ts'

interface Issue {
  readonly message: string
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
}

/** Mistakes in the options of one plugin, one problem each; `where` is the option's path, which the loader turns into a place in the file. */
export function optionProblems(plugin: string, issues: readonly Issue[], _given: unknown): readonly Problem[] {
  return issues.map(issue => {
    const where = (issue.path ?? []).map(part => String(typeof part === 'object' ? part.key : part)).join('.')
    return {
      code: 'PROXYM_PLUGIN_OPTIONS',
      message: `options of \`${plugin}\`: ${issue.message}`,
      ...(where === '' ? {} : { where }),
    }
  })
}

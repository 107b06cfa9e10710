import { dirname, join, resolve } from 'node:path'
import type { Syntax } from '../lint/index.ts'
import { templatesFolder } from '../templates-folder.ts'

/** The templates that come with this package. */
const bundledTemplates: Readonly<Record<string, { readonly file: string; readonly syntax: Syntax } | undefined>> = {
  __proto__: null as never,
  haproxy: { file: 'haproxy.cfg.liquid', syntax: 'haproxy' },
  'haproxy-maps': { file: 'haproxy-maps.cfg.liquid', syntax: 'haproxy' },
  nginx: { file: 'nginx.conf.liquid', syntax: 'nginx' },
}

/** Where a template file is. */
export interface TemplatePlace {
  readonly path: string
  /** Partials are looked for here and below, nowhere else. */
  readonly root: string
  /** Known for the bundled ones. */
  readonly syntax?: Syntax
}

/** Find a template: the name of a bundled one, else a path from the folder of the configuration. */
export function placeTemplate(template: string, configDir: string): TemplatePlace {
  const bundled = bundledTemplates[template]
  if (bundled !== undefined) {
    const path = join(templatesFolder, bundled.file)
    return { path, root: dirname(path), syntax: bundled.syntax }
  }
  const path = resolve(configDir, template)
  return { path, root: dirname(path) }
}

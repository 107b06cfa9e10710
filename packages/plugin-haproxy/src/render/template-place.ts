import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Syntax } from '../lint/index.ts'

/** The templates that come with this package, and the file of each. */
const bundledTemplates = { haproxy: 'haproxy.cfg.liquid', nginx: 'nginx.conf.liquid' } as const

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
  if (template === 'haproxy' || template === 'nginx') {
    const path = fileURLToPath(new URL(`../../templates/${bundledTemplates[template]}`, import.meta.url))
    return { path, root: dirname(path), syntax: template }
  }
  const path = resolve(configDir, template)
  return { path, root: dirname(path) }
}

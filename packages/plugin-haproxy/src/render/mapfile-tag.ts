import { createHash } from 'node:crypto'
import { type Context, type Liquid, type Parser, Tag, type TagToken, type Template, type TopLevelToken } from 'liquidjs'
import { tidy } from './tidy.ts'

/** A file that stands beside the configuration, which names it. */
export interface SideFile {
  readonly path: string
  readonly content: string
}

export interface MapfileOptions {
  /** How the paths begin: those of the configuration and a dot. */
  readonly prefix: string
  /** Told of each one that is rendered. */
  readonly onFile: (file: SideFile) => void
}

/**
 * The tag `{% mapfile hosts %}…{% endmapfile %}`: what stands in it becomes a file of its own, and the variable `hosts` its path. The name has a
 * part that is made of the content: a file with other content is another file, so that the one rename of the configuration
 * switches all of them at once.
 */
export class MapfileTag extends Tag {
  readonly variable: string
  readonly templates: Template[] = []

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remaining, liquid)
    this.variable = token.tokenizer.readIdentifier().content
    if (!/^[a-z][a-z0-9_]{0,31}$/.test(this.variable))
      throw new Error('`mapfile` takes a name of lower-case letters, digits and `_`')
    while (remaining.length > 0) {
      const next = remaining.shift()
      if (next !== undefined && 'name' in next && next.name === 'endmapfile') return
      if (next !== undefined) this.templates.push(parser.parseToken(next, remaining))
    }
    throw new Error(`tag ${token.getText()} not closed`)
  }

  // The options belong to one engine; a class that is registered knows no more than its Liquid.
  *render(context: Context): Generator<unknown, void, string> {
    const written = yield this.liquid.renderer.renderTemplates(this.templates, context)
    const bottom = context.bottom() as Record<string, unknown>
    bottom[this.variable] = keepFile(this.liquid, this.variable, written)
  }
}

const optionsOf = new WeakMap<Liquid, MapfileOptions>()

/** Add the tag. */
export function registerMapfile(liquid: Liquid, options: MapfileOptions): void {
  optionsOf.set(liquid, options)
  liquid.registerTag('mapfile', MapfileTag)
}

/** Give the text of a map its file; returns the path. @throws CarriageReturn */
export function keepFile(liquid: Liquid, name: string, text: string): string {
  const options = optionsOf.get(liquid)
  if (options === undefined) throw new Error('`mapfile` has no place to write to')
  const content = tidy(text)
  const path = `${options.prefix}${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.map`
  options.onFile({ path, content })
  return path
}

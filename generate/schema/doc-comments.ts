/** What a doc comment says about a field. */
export interface FieldDoc {
  readonly description: string
  /** What `@default` gives, when it is a value and no sentence. */
  readonly defaultValue?: unknown
}

/**
 * The doc comments of the fields of a TypeScript file, by the name of the field: what stands before `name:` or `name?:`.
 * A name that is documented twice keeps the first text.
 *
 * @param after Where to begin, e.g. 'interface Service'. @default the beginning of the file
 */
export function docComments(source: string, after = ''): ReadonlyMap<string, FieldDoc> {
  const docs = new Map<string, FieldDoc>()
  const text = source.slice(source.indexOf(after))
  for (const { 1: comment = '', 2: name = '' } of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:readonly )?(\w+)\??:/g)) {
    if (!docs.has(name)) docs.set(name, parseComment(comment))
  }
  return docs
}

function parseComment(comment: string): FieldDoc {
  const text = comment
    .replace(/^\s*\* ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const [description = '', given] = text.split(' @default ')
  const defaultValue = given === undefined ? undefined : literal(given)
  return { description: description.trim(), ...(defaultValue === undefined ? {} : { defaultValue }) }
}

function literal(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^'(.*)'$/, '"$1"'))
  } catch {
    return undefined
  }
}

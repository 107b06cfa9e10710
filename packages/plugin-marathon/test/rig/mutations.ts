import fc from 'fast-check'

type Path = readonly (string | number)[]

/** A value that nobody would expect, whatever the field. */
export const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, {}, [], '', 'x', 0, -1, 65_536, 0.5, true, '80', [null], [{}], { message: 'no' }, 'TASK_RUNNING', '\u0000', '/'],
    JSON.parse('{"__proto__":{"id":"x"}}'),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Every place in a document. */
function places(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return [path, ...entries.flatMap(([key, item]) => places(item, [...path, key]))]
}

/** A change of one place: another value, or none. */
function changed(value: unknown, [key, ...rest]: Path, by: { readonly value: unknown } | undefined): unknown {
  if (key === undefined) return by?.value
  const isLast = rest.length === 0 && by === undefined
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (index !== key ? [item] : isLast ? [] : [changed(item, rest, by)]))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([name, item]) =>
    name !== key ? [[name, item]] : isLast ? [] : [[name, changed(item, rest, by)]],
  )
  return Object.fromEntries(entries)
}

/** Documents that differ from a good one in one or two places. */
export function mutationsOf(document: unknown): fc.Arbitrary<unknown> {
  const by = fc.option(
    oddValue.map(value => ({ value })),
    { nil: undefined, freq: 4 },
  )
  const edit = fc.tuple(fc.constantFrom(...places(document)), by)
  return fc
    .array(edit, { minLength: 1, maxLength: 2 })
    .map(edits => edits.reduce((current, [path, value]) => changed(current, path, value), document))
}

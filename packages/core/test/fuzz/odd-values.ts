import fc from 'fast-check'

/** Anything that JavaScript knows. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    ...{ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true, withSet: true },
    ...{ withSparseArray: true, withTypedArray: true },
  }),
  fc.constantFrom<unknown>(Symbol('odd'), () => 1, Number.NaN, -0, new Error('odd'), new WeakMap(), Promise.resolve(1)),
)

/** Makes what throws when it is looked at. Not made before it is used, because fast-check looks at values. */
export const trap: fc.Arbitrary<() => unknown> = fc.oneof(
  fc.constantFrom('get', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'has').map(name => () => {
    const refuse = () => {
      throw new TypeError('trapped')
    }
    return new Proxy({ id: 'x' }, { [name]: refuse })
  }),
  fc.string().map(name => () => Object.defineProperty({}, name, { enumerable: true, get: () => JSON.parse('{') })),
)

/** Text made of what the languages here are made of. */
export const textOf = (...pieces: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 })
    .map(parts => parts.join(''))

/** A valid text with parts cut out, doubled or put in. */
export const mutated = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6), fc.string({ maxLength: 4 })), { maxLength: 5 }),
    )
    .map(([text, edits]) =>
      edits.reduce((left, [where, cut, put]) => {
        const at = Math.floor(where * left.length)
        return left.slice(0, at) + put + left.slice(at + cut)
      }, text),
    )

/** A service as people write it, before anything has looked at it. */
export type Raw = Readonly<Record<string, unknown>>

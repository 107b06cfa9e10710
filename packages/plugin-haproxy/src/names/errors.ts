/** A value that may not reach the file. Thrown by the filters, which are the second wall: core and `data/` check first. */
class RefusedValue extends Error {
  override readonly name = 'RefusedValue'
}

/** A value as it may be shown in a message: one line, cut, no control characters. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

export const notAnId = (given: unknown) => new RefusedValue(`a service id must be 1 to 200 characters, got ${shown(given)}`)

export const notAnAddress = (given: unknown) =>
  new RefusedValue(`an address must be an IPv4 address, an IPv6 address without zone, or a host name, got ${shown(given)}`)

export const notAPort = (given: unknown) => new RefusedValue(`a port must be a whole number from 1 to 65535, got ${shown(given)}`)

export const notADomain = (given: unknown) =>
  new RefusedValue(`a domain must be a host name in lower case, at most with a leading "*.", got ${shown(given)}`)

export const notAPath = (given: unknown) =>
  new RefusedValue(`a path must begin with "/" and hold no space, quote, backslash, brace, ";", "#" or "$", got ${shown(given)}`)

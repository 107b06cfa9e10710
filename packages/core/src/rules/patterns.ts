/** What an id may be: 1 to 200 of these characters. */
export const idPattern = /^[A-Za-z0-9._:/-]{1,200}$/

/** What a protocol may be: a token, or nothing when it is not known. */
export const protocolPattern = /^[A-Za-z0-9.+_-]{0,32}$/

/** The longest `config` text, characters. */
export const longestConfig = 64 * 1024

/** The longest `proxyPath`, characters. */
export const longestPath = 1024

/** The heaviest host. */
export const heaviest = 256

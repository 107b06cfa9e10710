/** The names of all keys under one prefix. */
export function keyNames(prefix: string) {
  return {
    /** List: identifier and backends of a domain. */
    frontend: (domain: string): string => `${prefix}frontend:${domain}`,
    /** Set, kept by Hipache: positions in that list which do not answer. */
    dead: (domain: string): string => `${prefix}dead:${domain}`,
    /** Set: the domains whose lists an owner wrote. */
    index: (owner: string): string => `${prefix}proxym:${owner}:frontends`,
    /** Set: everyone who has such an index. */
    owners: `${prefix}proxym:owners`,
  }
}

export type KeyNames = ReturnType<typeof keyNames>

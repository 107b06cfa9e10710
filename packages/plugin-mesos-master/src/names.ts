import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/** Every address of a host, none when there is no such host. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly string[]>

/** Look a name up as the system does, IPv4 first, otherwise sorted; an address is its own. */
export const resolveAddresses: Resolve = async (host, signal) => {
  if (isIP(host) !== 0) return [host]
  const { promise, resolve } = Promise.withResolvers<readonly string[]>()
  // The system's lookup cannot be ended, but need not be waited for.
  const give = (): void => resolve([])
  signal.addEventListener('abort', give, { once: true })
  lookup(host, { all: true }).then(
    found =>
      resolve(
        found
          .toSorted((one, other) => one.family - other.family || (one.address < other.address ? -1 : 1))
          .map(({ address }) => address),
      ),
    give,
  )
  return promise.finally(() => signal.removeEventListener('abort', give))
}

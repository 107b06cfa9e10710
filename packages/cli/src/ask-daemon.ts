import { authority, type LoadedConfig, messageOf, type Problem, ProxymError } from '@proxym/core'
import { daemonOdd, daemonUnreachable, noFixedPort } from './errors.ts'

// A cycle ends with its generators: checks and reloads take their time.
const LONGEST_MS = 180_000

/**
 * Ask the HTTP server of the proxym that runs with the same configuration, and give its answer.
 *
 * @throws ProxymError when nobody answers there, or with what the answer says is wrong
 */
export async function askDaemon(
  { listen, httpToken }: LoadedConfig,
  method: 'GET' | 'POST',
  path: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (listen.port === 0) throw new ProxymError(noFixedPort)
  const url = `http://${reachable(listen)}${path}`
  const headers = httpToken === undefined ? {} : { authorization: `Bearer ${httpToken}` }
  const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(LONGEST_MS) }).catch(error => {
    throw new ProxymError(daemonUnreachable(url, reasonOf(error)))
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (typeof answer !== 'object' || answer === null) throw new ProxymError(daemonOdd(url, response.status))
  if (!response.ok) throw new ProxymError(problemIn(answer, url, response.status))
  return answer as Readonly<Record<string, unknown>>
}

/** Who listens everywhere is reached on this machine too. */
function reachable({ host, port }: LoadedConfig['listen']): string {
  if (host === '' || host === '0.0.0.0') return `127.0.0.1:${port}`
  if (host === '::') return `[::1]:${port}`
  return authority(host, port)
}

function problemIn(answer: object, url: string, status: number): Problem {
  const { code, message, hint } = answer as Readonly<Record<string, unknown>>
  if (typeof code !== 'string' || typeof message !== 'string') return daemonOdd(url, status)
  return { code, message, ...(typeof hint === 'string' && hint !== '' ? { hint } : {}) }
}

// fetch says "fetch failed"; why stands in the cause.
function reasonOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error)
}

import { messageOf, type Problem } from '@proxym/core'

// A query may hold a key, so messages show the address without it.
const shown = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

export const notReached = (url: string, error: unknown): Problem => ({
  code: 'HTTP_SOURCE_UNREACHABLE',
  message: `\`${shown(url)}\` gave no answer: ${messageOf(error instanceof Error && error.cause ? error.cause : error)}`,
  hint: 'Check the address, and that something listens there.',
})

export const wrongStatus = (url: string, status: number): Problem => ({
  code: 'HTTP_SOURCE_STATUS',
  message: `\`${shown(url)}\` answered with status ${status}`,
  hint: status === 401 || status === 403 ? 'Set or correct `token`.' : 'Look at the log of that server.',
})

export const wrongShape = (url: string): Problem => ({
  code: 'HTTP_SOURCE_SHAPE',
  message: `\`${shown(url)}\` must answer with a JSON list of services`,
  hint: 'Each service is an object with at least an `id`.',
})

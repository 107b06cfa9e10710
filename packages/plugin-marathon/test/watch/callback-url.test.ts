import { expect, test } from 'vitest'
import { parseServer, type Server } from '../../src/options/server.ts'
import { defaultCallbackUrl } from '../../src/watch/callback-url.ts'

const path = '/marathon/callback'
const servers = (...texts: readonly string[]) =>
  texts.map(text => parseServer(text)).filter((server): server is Server => server !== undefined)
const local = servers('127.0.0.1:8080', 'http://localhost:8080', '[::1]:8080')
const remote = servers('127.0.0.1:8080', 'm1:8080')

test.each([
  ['10.0.0.5', 5678, remote, 'http://10.0.0.5:5678/marathon/callback'],
  ['proxy.example', 80, remote, 'http://proxy.example:80/marathon/callback'],
  ['fd00::5', 5678, remote, 'http://[fd00::5]:5678/marathon/callback'],
  ['127.0.0.1', 5678, local, 'http://127.0.0.1:5678/marathon/callback'],
  ['::1', 5678, local, 'http://[::1]:5678/marathon/callback'],
  ['', 5678, local, 'http://127.0.0.1:5678/marathon/callback'],
  ['0.0.0.0', 5678, local, 'http://127.0.0.1:5678/marathon/callback'],
  ['127.0.0.1', 5678, remote, undefined],
  ['localhost', 5678, remote, undefined],
  ['', 5678, remote, undefined],
  ['0.0.0.0', 5678, remote, undefined],
  ['::', 5678, remote, undefined],
  ['10.0.0.5', 0, remote, undefined],
])('a server that listens on %j port %i is called back at…', (host, port, list, url) => {
  expect(defaultCallbackUrl({ host, port }, list, path)).toBe(url)
})

test('an unknown address cannot be called back', () => {
  expect(defaultCallbackUrl(undefined, local, path)).toBeUndefined()
})

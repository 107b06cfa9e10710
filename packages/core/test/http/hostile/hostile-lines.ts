import { type HostileRequest, request } from './hostile-requests.ts'

const open = (what: string, send: string, ...status: readonly number[]): HostileRequest => ({ what, where: 'open', send, status })
const hidden = request({ method: 'POST', path: '/refresh', headers: [], body: '' })
const chunk = `${Buffer.byteLength(hidden).toString(16)}\n${hidden}\n0\n\n`

/** Requests whose lines are not what they seem: for another reader in between, or for whoever makes a file name of an id. */
export const hostileLines: readonly HostileRequest[] = [
  // The second request must never be taken for one of its own.
  open('both lengths', request({ headers: ['transfer-encoding: chunked'], body: `0\n\n${hidden}` }), 400),
  open('two lengths', request({ headers: ['content-length: 0'], body: hidden }), 400),
  open('a list of lengths', request({ headers: ['content-length: 0, 5'], body: hidden }), 400),
  ...['-1', '+5', '0x5', '5 5', '1e3', '99999999999999999999'].map(length =>
    open(`the length ${length}`, `PUT /notes/web HTTP/1.1\nhost: localhost\ncontent-length: ${length}\n\n${hidden}`, 400),
  ),
  ...['xchunked', 'chunked, identity', 'gzip', 'chunked\nTransfer-Encoding: x'].map(coding =>
    open(
      `the coding ${coding}`,
      `POST /notes HTTP/1.1\nhost: localhost\nconnection: close\nTransfer-Encoding: ${coding}\n\n${chunk}`,
      400,
      415,
      501,
    ),
  ),
  open('a space before the colon', `POST /notes HTTP/1.1\nhost: localhost\ntransfer-encoding : chunked\n\n${chunk}`, 400),
  open('a folded header', `POST /notes HTTP/1.1\nhost: localhost\nx: a\n transfer-encoding: chunked\n\n${chunk}`, 400),
  open('a bad chunk size', 'POST /notes HTTP/1.1\nhost: localhost\ntransfer-encoding: chunked\n\nzz\nabc\n0\n\n', 400),
  open(
    'a chunk that is longer than it says',
    `POST /notes HTTP/1.1\nhost: localhost\ntransfer-encoding: chunked\n\n2\n${hidden}\n0\n\n`,
    400,
  ),

  // A request of HTTP/0.9, without a body: the rules are the same.
  open('a line break in the path', 'PUT /notes/web\nx: y HTTP/1.1\nhost: localhost\n\n', 415),
  open('a null byte in the path', 'PUT /notes/\0web HTTP/1.1\nhost: localhost\n\n', 400),
  open('a null byte in a header', request({ headers: ['x: a\0b'] }), 400),
  open('a line break that is encoded', request({ path: '/nothing%0d%0ax-injected:%20yes' }), 404),
  open('a line break in an id', request({ path: '/notes/a%0d%0ax-injected:%20yes' }), 400),
  open('a line break in the query', request({ method: 'GET', path: '/refresh?confirm=%0d%0ax-injected:%20yes' }), 405),
  open('a method that nobody has', 'PWN /notes/web HTTP/1.1\nhost: localhost\n\n', 400),
  open('a connect', 'CONNECT localhost:22 HTTP/1.1\nhost: localhost:22\n\n', 0),
  open('a trace', request({ method: 'TRACE', path: '/notes/web', body: '' }), 400, 405, 500),
  open('another protocol', '\x16\x03\x01\x02\x00\x01', 400),
  open('HTTP/2 without being asked', 'PRI * HTTP/2.0\n\nSM\n\n', 400),
  open('HTTP/3.7', 'PUT /notes/web HTTP/3.7\nhost: localhost\n\n', 400),
  open('a header of 20 KB', request({ headers: [`x: ${'y'.repeat(20_000)}`] }), 431),
  open('a path of 20 KB', request({ path: `/${'y'.repeat(20_000)}` }), 431),
  open('3,000 headers', request({ headers: Array.from({ length: 3000 }, (_, i) => `x${i}: y`) }), 431),

  ...[
    '..%2f..%2fetc%2fcron.d%2fx',
    '%2e%2e%2f%2e%2e%2fx',
    '..%5c..%5cx',
    '%00',
    'a%00b',
    '%ff%fe',
    '%',
    'a%20b',
    '__proto__%2f..%2f..',
  ].map(id => open(`the id ${id}`, request({ path: `/notes/${id}` }), 400)),
  ...[
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/notes/../../x',
    '//notes/web/..',
    '/notes//web',
    '/notes/web/',
    '/NOTES/web',
    '/./x',
  ].map(path => open(`the path ${path}`, request({ path }), 404)),
]

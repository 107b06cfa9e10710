import { gzipSync } from 'node:zlib'

/** Who listens: on loopback with the token `right`, on loopback without one, or on every address without one. */
export type Where = 'token' | 'open' | 'public'

export interface HostileRequest {
  readonly what: string
  readonly where: Where
  /** With `\n` for line ends where the text of the request is meant. */
  readonly send: string | Buffer
  /** Accepted statuses; 0: closed without an answer. */
  readonly status: readonly number[]
}

const json = 'content-type: application/json'
const bearer = 'authorization: Bearer right'

interface Parts {
  readonly method?: string
  readonly path?: string
  readonly host?: string
  readonly headers?: readonly string[]
  readonly body?: string
}

/** A request that would change something if it were let. */
export function request({ method = 'PUT', path = '/notes/web', host = 'localhost', headers = [json], body }: Parts = {}): string {
  const text = body ?? (method === 'GET' || method === 'DELETE' || method === 'OPTIONS' ? '' : '{"text":"changed"}')
  const length = text === '' ? [] : [`content-length: ${Buffer.byteLength(text)}`]
  return [`${method} ${path} HTTP/1.1`, `host: ${host}`, 'connection: close', ...headers, ...length, '', text].join('\n')
}

const make =
  (where: Where, ...status: readonly number[]) =>
  (what: string, given: Parts | string | Buffer): HostileRequest => ({
    ...{ what, where, status },
    send: typeof given === 'string' || Buffer.isBuffer(given) ? given : request(given),
  })
const forms = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']
const deep = (levels: number) => `{"text":${'['.repeat(levels)}1${']'.repeat(levels)}}`

/** What a web page that somebody has open can send. */
const pages: readonly HostileRequest[] = [
  ...forms.map(type =>
    make('open', 415)(`a form (${type})`, { method: 'POST', path: '/notes', headers: [`content-type: ${type}`] }),
  ),
  make('open', 415)('a body without a type', { method: 'POST', path: '/notes', headers: [] }),
  ...forms.map(type =>
    make('open', 403)(`a form (${type}) of another site`, {
      ...{ method: 'POST', path: '/refresh' },
      headers: [`content-type: ${type}`, 'origin: https://evil.example', 'sec-fetch-site: cross-site'],
    }),
  ),
  ...['null', 'https://evil.example', 'http://localhost:3000', 'http://localhost.evil.example', 'file://', 'http://', ''].map(
    origin => make('open', 403)(`origin ${JSON.stringify(origin)}`, { headers: [json, `origin: ${origin}`] }),
  ),
  ...['cross-site', 'same-site'].map(site =>
    make('open', 403)(`sec-fetch-site ${site}, no origin`, {
      method: 'POST',
      path: '/refresh',
      headers: [`sec-fetch-site: ${site}`],
    }),
  ),
  make('token', 403)('another origin with the right token', { headers: [json, bearer, 'origin: https://evil.example'] }),
  make('open', 403)('another origin at a hint', {
    method: 'POST',
    path: '/hints',
    headers: [json, 'origin: https://evil.example'],
  }),
  make('open', 405)('a preflight', {
    ...{ method: 'OPTIONS', path: '/notes/web' },
    headers: ['origin: https://evil.example', 'access-control-request-method: PUT'],
  }),
  make('open', 405)('a link or a picture', { method: 'GET', path: '/refresh', headers: ['sec-fetch-site: cross-site'] }),
  make('open', 405)('a method in a header', { method: 'GET', path: '/refresh', headers: ['x-http-method-override: POST'] }),
  make('open', 405)('a method in the query', { method: 'GET', path: '/notes?_method=PUT' }),
  make('open', 403)('a delete by another site', { method: 'DELETE', headers: ['origin: https://evil.example'] }),
]

/** Names that lead to a loopback address, by DNS rebinding for instance. */
const hosts: readonly HostileRequest[] = [
  ...[
    'evil.example',
    'evil.example:5678',
    'localhost.evil.example',
    '127.0.0.1.nip.example',
    '10.0.0.1',
    '[::2]',
    '0.0.0.0',
    '',
  ].map(host => make('open', 403)(`host ${JSON.stringify(host)}`, { host })),
  ...['localhost@evil.example', 'evil.example#localhost', 'localhost/evil'].map(host =>
    make('open', 400, 403)(`host ${JSON.stringify(host)}`, { host }),
  ),
  make('open', 403)('a foreign host that reads', { method: 'GET', path: '/services', host: 'evil.example' }),
  make('open', 400)('no host', request().replace('host: localhost\n', '')),
  make('open', 400)('two hosts', { headers: [json, 'host: evil.example'] }),
  make('open', 403)('a foreign host, with its own origin', {
    host: 'evil.example',
    headers: [json, 'origin: http://evil.example'],
  }),
  make('open', 403)('a foreign host in the target', request({ path: 'http://evil.example/notes/web', host: 'evil.example' })),
]

const access: readonly HostileRequest[] = [
  make('token', 401)('no token', {}),
  ...[
    'Bearer wrong',
    'Bearer righ',
    'Bearer rightt',
    'Bearer',
    'Basic cmlnaHQ=',
    'right',
    'Bearer right right',
    'Bearer "right"',
  ].map(value => make('token', 401)(`authorization ${value}`, { headers: [json, `authorization: ${value}`] })),
  make('token', 401)('the token in the query', { path: '/notes/web?token=right&access_token=right' }),
  make('token', 401)('the token in a cookie', { headers: [json, 'cookie: token=right'] }),
  make('token', 401)('the token of two', { headers: [json, 'authorization: Bearer wrong', bearer] }),
  make('token', 401)('no token at refresh', { method: 'POST', path: '/refresh?confirm=000000000000', body: '' }),
  make('token', 401)('no token for a delete', { method: 'DELETE' }),
  make('public', 403)('beyond loopback without a token', { host: 'proxym.example' }),
  make('public', 403)('beyond loopback with any token', { host: 'proxym.example', headers: [json, bearer] }),
  make('public', 403)('beyond loopback, forwarded as if local', {
    host: 'localhost',
    headers: [json, 'x-forwarded-for: 127.0.0.1'],
  }),
]

const put = (headers: readonly string[], body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(['PUT /notes/web HTTP/1.1', 'host: localhost', 'connection: close', json, ...headers, '', ''].join('\r\n')),
    body,
  ])

const chunked = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])

const bodies: readonly HostileRequest[] = [
  make('open', 413)('a body of 2 MB', { body: JSON.stringify({ text: 'x'.repeat(2_000_000) }) }),
  make('open', 413)('a body that says it has 10 GB', request().replace(/content-length: \d+/, 'content-length: 10000000000')),
  ...[65, 100_000, 400_000].map(levels => make('open', 400)(`JSON ${levels} levels deep`, { body: deep(levels) })),
  ...['{"__proto__":{"polluted":1},"text":"x"}', '{"text":{"__proto__":1}}', '{"\\u005f\\u005fproto__":1,"text":"x"}'].map(body =>
    make('open', 400)(`the key __proto__ in ${body}`, { body }),
  ),
  make('open', 400)('the key constructor', { body: '{"constructor":{"prototype":{"polluted":1}},"text":"x"}' }),
  ...['', '{', '[]', 'null', '"x"', '{"text":1}', '{"text":"x"}x', 'NaN'].map(body =>
    make('open', 400)(`the body ${JSON.stringify(body)}`, { body }),
  ),
  ...['gzip', 'br', 'deflate', 'gzip, identity', 'x'].map(encoding =>
    make('open', 415)(`encoding ${encoding}`, put([`content-encoding: ${encoding}`, 'content-length: 40'], Buffer.alloc(40))),
  ),
  make('open', 415)(
    'a gzip bomb',
    put(['content-encoding: gzip', 'transfer-encoding: chunked'], chunked(gzipSync(Buffer.alloc(1_000_000)))),
  ),
  make('open', 400)('gzip that is not declared', put([`content-length: ${gzipSync('{}').length}`], gzipSync('{}'))),
  make('open', 400)('UTF-16', put(['content-length: 4'], Buffer.from([0xff, 0xfe, 0x7b, 0]))),
  make('open', 415)('JSON in another charset', { headers: ['content-type: application/json; charset=utf-16'] }),
]

export const hostileRequests: readonly HostileRequest[] = [...pages, ...hosts, ...access, ...bodies]

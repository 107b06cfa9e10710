import { generateKeyPairSync, verify } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { makeCertificates } from '../rig/certificates.ts'
import { clientWith } from '../rig/marathon-client.ts'
import { json, type Script, scriptedMarathon } from '../rig/scripted-marathon.ts'

const fine: Script = (_, response) => json(response, 200, { ok: true })

test.each([
  [{ username: 'u', password: 'p:w' }, `Basic ${Buffer.from('u:p:w').toString('base64')}`],
  [{ token: 't0' }, 'token=t0'],
])('%j is sent as %s', async (auth, header) => {
  const marathon = await scriptedMarathon({ script: fine })
  await clientWith({ servers: [marathon.url], auth }).get('/v2/apps')
  expect(marathon.seen[0]?.headers.authorization).toBe(header)
})

test('user and password in a URL win, are unescaped, and are never shown', async () => {
  const marathon = await scriptedMarathon({ script: (_, response) => json(response, 401, {}) })
  const { get } = clientWith({ servers: [marathon.url.replace('//', '//us%40er:se%2Fcret@')], auth: { token: 'other' } })
  await expect(get('/v2/apps')).rejects.toMatchObject({ message: expect.not.stringMatching(/secret|se%2F|us%40er|us@er/) })
  expect(marathon.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('us@er:se/cret').toString('base64')}`)
})

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const tokenUntil = (exp: number, name: string): string =>
  ['h', Buffer.from(JSON.stringify({ exp, name })).toString('base64url'), 's'].join('.')

/** A DC/OS that gives out these tokens in turn, and a Marathon that takes what `accepts` says. */
async function dcos(tokens: readonly string[], accepts: (authorization: string | undefined) => boolean, now?: () => number) {
  let next = 0
  const logins: { readonly uid: string; readonly token: string; readonly exp: number }[] = []
  const marathon = await scriptedMarathon()
  marathon.script = ({ path, headers }, response) => {
    if (path !== '/acs/login') return json(response, accepts(headers.authorization) ? 200 : 401, {})
    let body = ''
    response.req.on('data', (chunk: Buffer) => (body += chunk.toString()))
    response.req.on('end', () => {
      logins.push(JSON.parse(body))
      const token = tokens[next++]
      json(response, token === undefined ? 401 : 200, { token })
    })
    return true
  }
  const serviceAccount = JSON.stringify({
    uid: 'proxym',
    private_key: pem,
    login_endpoint: `${marathon.url}/acs/login`,
    scheme: 'RS256',
  })
  return { marathon, logins, ...clientWith({ servers: [marathon.url], auth: { serviceAccount } }, now) }
}

test('a service account logs in once, with a signed token, for all that ask', async () => {
  const token = tokenUntil(Date.now() / 1000 + 3600, 'a')
  const { get, logins, marathon } = await dcos([token], header => header === `token=${token}`)
  await Promise.all([get('/v2/apps'), get('/v2/tasks'), get('/v2/apps')])
  expect(logins).toMatchObject([{ uid: 'proxym' }])
  const [head = '', claims = '', signature = ''] = (logins[0]?.token ?? '').split('.')
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT' })
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({ uid: 'proxym', exp: expect.any(Number) })
  expect(verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  expect(marathon.seen.filter(({ path }) => path === '/acs/login')[0]?.headers.authorization).toBeUndefined()
})

test('a token is renewed shortly before it ends', async () => {
  let now = 0
  const { get, logins } = await dcos(
    [tokenUntil(100, 'a'), tokenUntil(1000, 'b')],
    () => true,
    () => now,
  )
  await get('/v2/apps')
  now = 69_000
  await get('/v2/apps')
  expect(logins).toHaveLength(1)
  now = 70_000
  await get('/v2/apps')
  expect(logins).toHaveLength(2)
})

test('a token that is refused is renewed once, and no more', async () => {
  const [first, second] = [tokenUntil(Date.now() / 1000 + 3600, 'a'), tokenUntil(Date.now() / 1000 + 3600, 'b')]
  const { get, logins } = await dcos([first, second], header => header === `token=${second}`)
  await get('/v2/apps')
  expect(logins).toHaveLength(2)
  const other = await dcos([first, second, first], () => false)
  await expect(other.get('/v2/apps')).rejects.toMatchObject({ problems: [{ code: 'PROXYM_MARATHON_AUTH' }] })
  expect(other.logins).toHaveLength(2)
})

test('a login that fails says so, without the key', async () => {
  const { get } = await dcos([], () => true)
  await expect(get('/v2/apps')).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_MARATHON_AUTH', message: expect.stringMatching(/login.*status 401/) }],
    message: expect.not.stringContaining('BEGIN'),
  })
})

test('certificates: an unknown authority is refused, a known one is not, and the client shows its own', async () => {
  const { ca, key, cert } = makeCertificates()
  const server = createServer(
    { ca, key, cert, requestCert: true, rejectUnauthorized: true },
    (_, response) => void json(response, 200, { ok: true }),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  const servers = [`https://localhost:${(server.address() as AddressInfo).port}`]
  await expect(clientWith({ servers }).get('/v2/apps')).rejects.toThrow(/certificate/i)
  await expect(clientWith({ servers, tls: { ca } }).get('/v2/apps')).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_MARATHON_UNREACHABLE' }],
  })
  await expect(clientWith({ servers, tls: { ca, key, cert, servername: 'other' } }).get('/v2/apps')).rejects.toThrow(
    /other|altname/i,
  )
  expect((await clientWith({ servers, tls: { ca, key, cert } }).get('/v2/apps')).body).toEqual({ ok: true })
  expect((await clientWith({ servers, tls: { key, cert, rejectUnauthorized: false } }).get('/v2/apps')).body).toEqual({
    ok: true,
  })
})

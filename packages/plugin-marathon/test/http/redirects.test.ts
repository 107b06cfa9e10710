import { expect, test } from 'vitest'
import { clientWith } from '../rig/marathon-client.ts'
import { json, type Script, scriptedMarathon } from '../rig/scripted-marathon.ts'

const to =
  (location: (path: string) => string, status = 302): Script =>
  ({ path }, response) => {
    response.writeHead(status, { location: location(path) }).end()
    return true
  }
const fine: Script = (_, response) => json(response, 200, { ok: true })

test('a redirect to another configured server is followed, with the credentials of that one', async () => {
  const leader = await scriptedMarathon({ script: fine })
  const standby = await scriptedMarathon({ script: to(path => leader.url + path) })
  const withUser = (url: string, user: string): string => url.replace('//', `//${user}:secret@`)
  const { get } = clientWith({ servers: [withUser(standby.url, 'standby'), withUser(leader.url, 'leader')] })
  expect((await get('/v2/apps?x=1')).body).toEqual({ ok: true })
  const header = (user: string): string => `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`
  expect(standby.seen).toMatchObject([{ headers: { authorization: header('standby') } }])
  expect(leader.seen).toMatchObject([{ path: '/v2/apps?x=1', headers: { authorization: header('leader') } }])
})

test('a redirect anywhere else is not followed, and nothing is told there', async () => {
  const canary = await scriptedMarathon({ script: fine })
  for (const status of [301, 302, 303, 307, 308]) {
    const marathon = await scriptedMarathon({ script: to(path => canary.url + path, status) })
    const { get } = clientWith({ servers: [marathon.url], auth: { token: 'canary' } })
    await expect(get('/v2/apps')).rejects.toMatchObject({
      problems: [{ code: 'PROXYM_MARATHON_REDIRECT', message: expect.stringContaining(canary.url) }],
    })
  }
  expect(canary.seen).toEqual([])
})

test.each([
  'file:///etc/passwd',
  'http://169.254.169.254/latest',
  '//evil.example/v2',
  'http://user:pass@evil.example/',
  'http://[',
  '',
])('a redirect to %j is refused, without user and password in the message', async location => {
  const marathon = await scriptedMarathon({ script: to(() => location) })
  const { get } = clientWith({ servers: [marathon.url] })
  await expect(get('/v2/apps')).rejects.toThrow(/redirects/)
  await expect(get('/v2/apps')).rejects.not.toThrow(/pass@/)
})

test('a redirect within one server is followed three times', async () => {
  const marathon = await scriptedMarathon({ script: to(path => `${path}x`) })
  const { get } = clientWith({ servers: [marathon.url] })
  await expect(get('/v2/apps')).rejects.toThrow('redirects more than 3 times')
  expect(marathon.seen.map(({ path }) => path)).toEqual(['/v2/apps', '/v2/appsx', '/v2/appsxx', '/v2/appsxxx'])
})

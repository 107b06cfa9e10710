import { describe, expect, it } from 'vitest'
import { refuseAccess } from '../../src/http/access.ts'
import { exchange, serve } from './serve.ts'

const routes: Parameters<typeof serve>[0] = {
  routes: add => {
    add.get('/things', c => c.text('read'))
    add.post('/things', c => c.text('changed'))
    add.delete('/things', c => c.text('changed'))
    add.post('/events', { access: 'hint' }, c => c.text('hinted'))
  },
}

describe('with a token', () => {
  it.each([
    [undefined, 401],
    ['Bearer wrong', 401],
    ['Bearer', 401],
    ['Basic right', 401],
    ['Bearer right extra', 401],
    ['Bearer righ', 401],
    ['Bearer right', 200],
    ['bearer right', 200],
  ])('a changing request with %s gets %i', async (authorization, status) => {
    const { url } = await serve({ ...routes, token: 'right' })
    const headers = authorization === undefined ? {} : { authorization }
    for (const method of ['POST', 'DELETE']) {
      const answer = await fetch(`${url}/things`, { method, headers })
      expect(answer.status).toBe(status)
      if (status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('reading routes and hints are open', async () => {
    const { url } = await serve({ ...routes, token: 'right' })
    expect((await fetch(`${url}/things`)).status).toBe(200)
    expect(await (await fetch(`${url}/events`, { method: 'POST', body: '{}' })).text()).toBe('hinted')
  })
})

describe('without a token', () => {
  it('whoever is on this machine may change things', async () => {
    const { url } = await serve(routes)
    expect((await fetch(`${url}/things`, { method: 'POST' })).status).toBe(200)
  })

  it('an empty token is none', async () => {
    const { url } = await serve({ ...routes, token: '' })
    expect((await fetch(`${url}/things`, { method: 'POST' })).status).toBe(200)
  })

  it('nobody may, when others can reach the address, but reading and hints stay open', async () => {
    const { address } = await serve({ ...routes, host: '0.0.0.0' })
    expect(address.loopback).toBe(false)
    const url = `http://127.0.0.1:${address.port}`
    const answer = await fetch(`${url}/things`, { method: 'POST' })
    expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: 'PROXYM_HTTP_TOKEN_UNSET' })])
    expect((await fetch(`${url}/things`)).status).toBe(200)
    expect((await fetch(`${url}/events`, { method: 'POST' })).status).toBe(200)
  })
})

it('the token never reaches the log', async () => {
  const { url, stdout, stderr } = await serve({ ...routes, token: 'right' })
  await fetch(`${url}/things?token=right`, {
    method: 'POST',
    headers: { authorization: 'Bearer nearly-right', origin: 'http://evil.test' },
  })
  expect(stdout.text).toContain('Refused a request')
  expect(stdout.text + stderr.text).not.toContain('right')
})

it('a token with any characters is compared whole', () => {
  const rules = { token: 'ümläut+/=', loopback: true }
  expect(refuseAccess('Bearer ümläut+/=', rules)).toBeUndefined()
  expect(refuseAccess('Bearer ümläut+/', rules)?.status).toBe(401)
})

describe('pages of other sites', () => {
  const post = (extra: string) => `POST /things HTTP/1.1\nconnection: close\ncontent-length: 0\n${extra}\n\n`
  const read = (extra: string) => `GET /things HTTP/1.1\nconnection: close\n${extra}\n\n`

  it.each([
    ['host: evil.test', 403],
    ['host: evil.test:5678', 403],
    ['host: localhost.evil.test', 403],
    ['host: 127.0.0.1.evil.test', 403],
    ['host: 127.evil.test', 403],
    ['host: localhost@evil.test', 400],
    ['host: ', 403],
    ['host: 10.0.0.1', 403],
    ['host: [::2]', 403],
    ['host: localhost', 200],
    ['host: LOCALHOST:1234', 200],
    ['host: 127.0.0.1:5678', 200],
    ['host: [::1]:5678', 200],
    ['host: proxym.example', 200],
  ])('%s gets %i while bound to loopback', async (host, status) => {
    const { address } = await serve({ ...routes, allowedHosts: ['proxym.example'] })
    expect(await exchange(address, read(host))).toContain(`HTTP/1.1 ${status} `)
    expect(await exchange(address, post(host))).toContain(`HTTP/1.1 ${status} `)
  })

  it('the Host is not looked at beyond loopback, where any name may be right', async () => {
    const { address } = await serve({ ...routes, host: '0.0.0.0' })
    expect(await exchange({ ...address, host: '127.0.0.1' }, read('host: evil.test'))).toContain('HTTP/1.1 200 ')
  })

  it.each([
    ['origin: http://evil.test', 403],
    ['origin: null', 403],
    ['origin: http://localhost:9999', 403],
    ['origin: http://localhost.evil.test:5678', 403],
    ['origin: file://', 403],
    ['sec-fetch-site: cross-site', 403],
    ['sec-fetch-site: same-site', 403],
    ['origin: http://localhost:5678', 200],
    ['origin: https://LOCALHOST:5678', 200],
    ['sec-fetch-site: same-origin', 200],
    ['sec-fetch-site: none', 200],
    ['sec-fetch-site: what no browser sends', 200],
  ])('%s gets %i on a route that changes something, and 200 on one that reads', async (header, status) => {
    const { address } = await serve(routes)
    const answer = await exchange(address, post(`host: localhost:5678\n${header}`))
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    if (status === 403) expect(answer).toContain('"code":"PROXYM_HTTP_ORIGIN"')
    expect(await exchange(address, post(`host: localhost:5678\n${header}`).replace('/things', '/events'))).toContain(`${status} `)
    expect(await exchange(address, read(`host: localhost:5678\n${header}`))).toContain('HTTP/1.1 200 ')
  })
})

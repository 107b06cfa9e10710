import { describe, expect, it } from 'vitest'
import { plugin, recorder, source, steady, web } from '../cycle/fake-plugins.ts'
import { after } from './after.ts'

describe('a service is not routed because', () => {
  it('one of its fields breaks a rule, found by its id and by its good domain', async () => {
    const file = source('file', batch =>
      batch.set('shop.yaml', [{ id: 'shop', domains: ['Shop.example.com', 'shop_v2.example.com'], origin: 'shop.yaml:3' }]),
    )
    const { one } = await after([file, recorder().plugin])
    const explained = {
      id: 'shop',
      verdict: 'not routed',
      from: { source: 'file/all', key: 'shop.yaml', origin: 'shop.yaml:3', state: 'fresh' },
      reasons: [{ kind: 'rejected', code: 'PROXYM_SERVICE_INVALID', tap: 'file/all', where: 'shop.yaml:3' }],
      fields: [],
      outputs: [{ state: 'does not route to it' }],
    }
    expect(one('shop')).toMatchObject(explained)
    expect(one('shop.example.com')).toMatchObject(explained)
    expect(one('shop')?.reasons[0]?.message).toContain('`domains[1]` is not a host name: "_" is not allowed')
  })

  it('another service has its only domain; who has it is named and comes first', async () => {
    const [first, second] = [
      steady('first', web('winner', { domains: ['shop.example.com'] })),
      steady('second', web('loser', { domains: ['shop.example.com'] })),
    ]
    const { explain, one } = await after([first, second, recorder().plugin])
    expect(one('loser')).toMatchObject({
      verdict: 'not routed',
      reasons: [{ kind: 'lost claim', code: 'PROXYM_CLAIM_LOST', message: expect.stringContaining('`winner`') }],
    })
    expect(one('loser')?.fields.find(({ name }) => name === 'domains')).toMatchObject({
      value: [],
      changes: [{ by: 'core/claims', before: ['shop.example.com'], after: [] }],
    })
    expect(explain('shop.example.com').services.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['winner', 'routed'],
      ['loser', 'not routed'],
    ])
  })

  it('an annotator leaves it out', async () => {
    const overrides = plugin('overrides', hooks => hooks.annotate.tap('off', () => null))
    const { one } = await after([steady('file', web('shop')), overrides, recorder().plugin])
    expect(one('shop')).toMatchObject({ verdict: 'not routed', reasons: [{ kind: 'left out', tap: 'overrides/off' }] })
    expect(one('shop.example.com')?.id).toBe('shop')
  })

  it('an annotator fails for it', async () => {
    const overrides = plugin('overrides', hooks =>
      hooks.annotate.tap('on', service => {
        if (service.id === 'shop') throw new Error('no such row')
      }),
    )
    const { one } = await after([steady('file', web('shop'), web('pay')), overrides, recorder().plugin], {
      optional: ['overrides'],
    })
    expect(one('shop')).toMatchObject({
      verdict: 'not routed',
      reasons: [{ kind: 'annotator failed', tap: 'overrides/on', message: expect.stringContaining('no such row') }],
    })
    expect(one('pay')).toMatchObject({ verdict: 'routed', reasons: [] })
  })

  it('a source has never answered, which a domain that nobody knows says too', async () => {
    const marathon = source('marathon', () => Promise.reject(new Error('HTTP 503')))
    const { explain, one } = await after([steady('file', web('shop')), marathon, recorder().plugin])
    const held = { kind: 'nothing is written yet', code: 'PROXYM_HELD_SOURCE', message: expect.stringContaining('HTTP 503') }
    expect(one('shop')).toMatchObject({ verdict: 'not routed', reasons: [held] })
    expect(explain('cart.example.com')).toMatchObject({
      found: false,
      reasons: [{ kind: 'source stale', tap: 'marathon/all', message: 'HTTP 503' }],
    })
  })

  it('nothing leads to it', async () => {
    const { one } = await after([steady('file', web('shop', { domains: [] })), recorder().plugin])
    expect(one('shop')).toMatchObject({ verdict: 'not routed', reasons: [{ kind: 'no route' }] })
  })
})

describe('a service is routed, but', () => {
  it('its source reports that its tasks are ill', async () => {
    const ill = { code: 'PROXYM_TEST_ILL', message: 'no task of app `/shop` is healthy', subject: '/shop' }
    const marathon = source('marathon', (batch, { report }) => {
      batch.set('/shop', [web('shop', { hosts: [] })])
      report(ill)
    })
    const { one } = await after([marathon, recorder().plugin])
    expect(one('shop')).toMatchObject({
      verdict: 'partly routed',
      reasons: [
        { kind: 'report', code: ill.code, message: ill.message, tap: 'marathon/all' },
        { kind: 'no hosts', tap: 'marathon/all' },
      ],
    })
    expect(one('/shop')?.id).toBe('shop')
  })

  it('its source fails now, and its last answer is used', async () => {
    let fails = false
    const file = source('file', batch => (fails ? Promise.reject(new Error('gone')) : batch.add(web('shop'))))
    const { refresh, one } = await after([file, recorder().plugin])
    fails = true
    await refresh()
    expect(one('shop')).toMatchObject({
      verdict: 'routed',
      from: { state: 'stale' },
      reasons: [{ kind: 'source stale', message: 'gone', tap: 'file/all' }],
    })
  })

  it('its key could not be read', async () => {
    let fails = false
    const file = source('file', batch =>
      fails ? batch.keep('shop.yaml', new Error('line 3')) : batch.set('shop.yaml', [web('shop')]),
    )
    const { refresh, one } = await after([file, recorder().plugin])
    fails = true
    await refresh()
    expect(one('shop')?.from?.state).toBe('stale')
    expect(
      one('shop')
        ?.reasons.map(({ message }) => message)
        .join(),
    ).toContain('line 3')
  })

  it('its source no longer reports it, and the guard waits for a second answer', async () => {
    let services = [web('shop')]
    const { refresh, one } = await after([source('file', batch => batch.add(...services)), recorder().plugin])
    services = []
    await refresh()
    expect(one('shop')).toMatchObject({
      verdict: 'routed',
      from: null,
      reasons: [{ kind: 'held by the guard', code: 'PROXYM_HELD_SHRINK', hint: expect.stringContaining('proxym confirm ') }],
    })
    expect(one('shop.example.com')?.id).toBe('shop')
  })

  it('one output fails, another one reports something of it, a third one has quarantined it', async () => {
    const failing = plugin('failing', hooks => hooks.generateConfig.tap('file', () => Promise.reject(new Error('disk full'))))
    const telling = (name: string, code: string) =>
      plugin(name, hooks =>
        hooks.generateConfig.tap('file', (_, { report }) => report({ code, message: `${name} says no`, subject: 'shop' })),
      )
    const both = [telling('udp', 'PROXYM_TEST_UDP'), telling('haproxy', 'PROXYM_QUARANTINED')]
    const { one } = await after([steady('file', web('shop')), failing, ...both])
    expect(one('shop')).toMatchObject({
      verdict: 'partly routed',
      reasons: [],
      outputs: [
        { output: 'failing/file', state: 'failing', problems: [{ message: 'disk full' }] },
        { output: 'udp/file', state: 'carries it with a report', problems: [{ message: 'udp says no' }] },
        { output: 'haproxy/file', state: 'quarantined', problems: [{ kind: 'quarantined', message: 'haproxy says no' }] },
      ],
    })
    const alone = await after([steady('file', web('shop')), telling('haproxy', 'PROXYM_QUARANTINED')])
    expect(alone.one('shop')?.verdict).toBe('held back')
  })

  it('an output fails for another service: this one is still in it as it is', async () => {
    let services = [web('shop')]
    let fails = false
    const output = plugin('output', hooks =>
      hooks.generateConfig.tap('file', () => (fails ? Promise.reject(new Error('disk full')) : undefined)),
    )
    const { refresh, one } = await after([source('file', batch => batch.add(...services)), output])
    services = [web('shop'), web('pay')]
    fails = true
    await refresh()
    expect(one('shop')).toMatchObject({ verdict: 'routed', outputs: [{ state: 'carries it', problems: [] }] })
    expect(one('pay')).toMatchObject({
      verdict: 'held back',
      outputs: [{ state: 'failing', problems: [{ message: 'disk full' }] }],
    })
  })

  it('another source reports its id as well', async () => {
    const { one } = await after([steady('a', web('shop')), steady('b', web('shop')), recorder().plugin])
    expect(one('shop')).toMatchObject({ verdict: 'routed', from: { source: 'a/all' }, reasons: [{ kind: 'lost id' }] })
  })
})

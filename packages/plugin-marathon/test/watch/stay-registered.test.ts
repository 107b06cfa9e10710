import { expect, test } from 'vitest'
import { stayRegistered } from '../../src/watch/stay-registered.ts'
import { createSubscription } from '../../src/watch/subscription.ts'
import { clientWith } from '../rig/marathon-client.ts'
import { json, type ScriptedMarathon, scriptedMarathon } from '../rig/scripted-marathon.ts'

const url = 'http://me.example/callback'

/** Stay registered through some verifications; before each of them something happens to Marathon. */
async function registered(marathon: ScriptedMarathon, happenings: readonly (() => void)[]) {
  const client = clientWith({ servers: [marathon.url] })
  const [server] = client.servers
  if (server === undefined) throw new Error('no server')
  const subscription = createSubscription(client, url)
  const counts = { refreshes: 0, live: 0, verifications: 0 }
  const end = await stayRegistered({
    subscription,
    server,
    refresh: () => counts.refreshes++,
    onLive: () => counts.live++,
    wait: async () => {
      const happening = happenings[counts.verifications++]
      if (happening === undefined) throw new Error('enough')
      happening()
    },
    signal: AbortSignal.timeout(10_000),
  }).catch((error: Error) => error.message)
  return { ...counts, subscription, end }
}

const posts = ({ seen }: ScriptedMarathon): number => seen.filter(({ method }) => method === 'POST').length

test('a registration that Marathon has lost is made again, and everything is read', async () => {
  const marathon = await scriptedMarathon({ callbackUrls: [] })
  const forget = (): void => {
    marathon.callbackUrls = []
  }
  const { refreshes, live, end } = await registered(marathon, [() => {}, forget, () => {}])
  expect({ refreshes, live, end, posts: posts(marathon), urls: marathon.callbackUrls }).toEqual({
    ...{ refreshes: 2, live: 1, end: 'enough', posts: 2, urls: [url] },
  })
})

test('a Marathon that takes a registration and does not keep it is no source of events', async () => {
  const marathon = await scriptedMarathon({
    callbackUrls: [],
    script: ({ method }, response) =>
      method === 'POST' && json(response, 200, { callbackUrl: url, eventType: 'subscribe_event' }),
  })
  const { live, end } = await registered(marathon, [])
  expect(live).toBe(0)
  expect(end).toContain('does not keep the callback subscription')
})

test.each([
  ['{}', {}],
  ['null', null],
  ['a text', { callbackUrls: url }],
])('%s in place of the list is a failure', async (_, body) => {
  const marathon = await scriptedMarathon({ script: (_, response) => json(response, 200, body) })
  expect((await registered(marathon, [])).end).toContain('a list in `callbackUrls`')
  expect(posts(marathon)).toBe(0)
})

test('it is taken back from another server when the one that took it is gone', async () => {
  const first = await scriptedMarathon({ callbackUrls: [] })
  const other = await scriptedMarathon({ callbackUrls: [url] })
  const client = clientWith({ servers: [first.url, other.url] })
  const [server] = client.servers
  if (server === undefined) throw new Error('no server')
  const subscription = createSubscription(client, url)
  await subscription.ensure(server, AbortSignal.timeout(10_000))
  await first.close()
  await subscription.remove()
  expect(other.callbackUrls).toEqual([])
  await subscription.remove()
  expect(other.seen).toHaveLength(1)
})

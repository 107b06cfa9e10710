import { expect, test } from 'vitest'
import { hosted } from './rig/hosted.ts'
import { generations, ownFixture } from './rig/own-fixtures.ts'
import { scriptedMarathon } from './rig/scripted-marathon.ts'

test.each(generations)('documents in the format of Marathon %s become services, read in either way', async version => {
  const { apps, tasks, hosts } = ownFixture(version)
  const marathon = await scriptedMarathon({ apps, tasks })
  for (const embed of [false, true]) {
    const proxym = hosted({ servers: [marathon.url], embed })
    const { services, problems } = await proxym.refresh()
    expect(problems).toEqual([])
    expect(services.map(({ id, hosts }) => [id, ...hosts.map(({ ip, port }) => `${ip}:${port}`)].join(' '))).toEqual(hosts)
    expect(services.every(({ source }) => source === 'Marathon')).toBe(true)
  }
})

test.each(generations)('an app read on its own comes to the same as in the full answer of Marathon %s', async version => {
  const { apps, tasks } = ownFixture(version)
  const marathon = await scriptedMarathon({ apps, tasks })
  const proxym = hosted({ servers: [marathon.url] }, { resyncMs: 3_600_000 })
  await proxym.start()
  await marathon.streaming()
  const { services } = await proxym.refresh()
  marathon.asked()
  const ids = (apps as readonly { readonly id: string }[]).map(({ id }) => id)
  // One that is not there tells when the others have been read.
  marathon.apps = [...apps, { id: '/last', ports: [9] }]
  marathon.tasks = [...tasks, { id: 'last', appId: '/last', host: 'z', ports: [9] }]
  for (const id of [...ids, '/last']) marathon.send('app_terminated_event', { appId: id })
  const after = await proxym.until(({ services }) => services.some(({ id }) => id === 'marathon_last_9'))
  expect(after.services.filter(({ id }) => id !== 'marathon_last_9').every((service, index) => service === services[index])).toBe(
    true,
  )
  expect(new Set(marathon.asked())).toEqual(new Set([...ids, '/last'].map(id => `/v2/apps${id}`)))
})

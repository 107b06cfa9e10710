import { expect, test } from 'vitest'
import { bridgeApp, ill, task } from './rig/documents.ts'
import { hosted } from './rig/hosted.ts'
import { scriptedMarathon } from './rig/scripted-marathon.ts'

const checked = { healthChecks: [{ protocol: 'HTTP', path: '/', portIndex: 0 }] }
const shop = bridgeApp([{ containerPort: 80, hostPort: 0, servicePort: 10_000 }], {
  id: '/team/shop',
  labels: { 'proxym.domains': 'shop.example.com', 'proxym.port.80.protocol': 'http' },
  ...checked,
})

/** proxym with an app whose only task is ill. */
async function explainer(health: 'default' | 'strict') {
  const marathon = await scriptedMarathon({
    apps: [shop],
    tasks: [task([1], { appId: '/team/shop', healthCheckResults: [ill] })],
  })
  const { proxym, refresh } = hosted({ servers: [marathon.url], ...(health === 'strict' ? { health } : {}) })
  await refresh()
  return proxym.explain
}

test.each(['/team/shop', 'marathon_team_shop_80', 'shop.example.com'])(
  'an app whose tasks are all ill, and are kept, says so when proxym is asked for %s',
  async question => {
    const { services } = (await explainer('default'))(question)
    expect(services).toMatchObject([
      {
        id: 'marathon_team_shop_80',
        verdict: 'routed',
        from: { source: 'marathon/apps', key: '/team/shop' },
        reasons: [{ kind: 'report', code: 'PROXYM_MARATHON_HEALTH' }],
      },
    ])
  },
)

test('an app whose ill tasks are dropped has no service, and says why; what its service would be called leads to it', async () => {
  const explain = await explainer('strict')
  expect(explain('/team/shop')).toMatchObject({
    found: true,
    services: [
      {
        id: '/team/shop',
        verdict: 'not routed',
        from: { source: 'marathon/apps', key: '/team/shop', state: 'fresh' },
        reasons: [{ kind: 'report', code: 'PROXYM_MARATHON_HEALTH' }],
        fields: [],
      },
    ],
  })
  expect(explain('marathon_team_shop_80')).toMatchObject({ found: false, suggestions: ['/team/shop'] })
})

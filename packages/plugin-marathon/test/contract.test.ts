import { describePlugin } from '@proxym/core/testing/conformance'
import marathon from '../src/index.ts'
import { scriptedMarathon } from './rig/scripted-marathon.ts'

const app = { id: '/shop/web', ports: [10_001], labels: { 'proxym.domains': 'shop.example.com' } }
const task = { id: 'shop_web.1', appId: app.id, host: '10.0.2.148', ports: [31_565], state: 'TASK_RUNNING' }

describePlugin(marathon, {
  options: async () => ({ servers: [(await scriptedMarathon({ apps: [app], tasks: [task] })).url] }),
})

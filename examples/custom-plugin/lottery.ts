import { setTimeout } from 'node:timers/promises'
import { definePlugin } from '@proxym/core'

/** A source in 20 lines: one service whose host changes every few seconds. */
export default definePlugin({
  name: 'lottery',
  source: 'Lottery',
  apply(proxym) {
    proxym.hooks.notify.tapPromise('draw', async ({ refresh, signal }) => {
      for (;;) {
        await setTimeout(5000, undefined, { signal })
        refresh('a new draw')
      }
    })
    proxym.hooks.generateServices.tap('winner', services => {
      const port = 8080 + (Math.floor(Date.now() / 5000) % 10)
      services.add({
        id: 'winner',
        domains: ['winner.example.com'],
        applicationProtocol: 'http',
        hosts: [{ ip: '127.0.0.1', port }],
      })
    })
  },
})

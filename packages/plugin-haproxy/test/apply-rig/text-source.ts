import { definePlugin, type Plugin } from '@proxym/core'

/** A source with one service whose id the test sets. */
export function oneService(id = 'web') {
  let current = id
  const plugin: Plugin = definePlugin({
    name: 'one',
    apply(proxym) {
      proxym.hooks.generateServices.tap('service', services => {
        services.add({
          id: current,
          domains: ['a.example.com'],
          hosts: [{ ip: '127.0.0.1', port: 1 }],
          applicationProtocol: 'http',
        })
      })
    },
  })()
  return {
    plugin,
    set(next: string) {
      current = next
    },
  }
}

import { once } from 'node:events'
import { definePlugin } from '@proxym/core'

/** The part of `process` that tells of signals. */
export interface SignalEmitter {
  on(signal: 'SIGUSR1', listener: () => void): unknown
  off(signal: 'SIGUSR1', listener: () => void): unknown
}

/** Make the plugin for an emitter of signals. */
export function createSignalPlugin(emitter: SignalEmitter) {
  return definePlugin({
    name: 'signal',
    apply(proxym) {
      proxym.hooks.notify.tapPromise('signal', async ({ refresh, signal }) => {
        const onSignal = (): void => refresh('SIGUSR1')
        emitter.on('SIGUSR1', onSignal)
        try {
          if (!signal.aborted) await once(signal, 'abort')
        } finally {
          // Its own listener only: without any, Node opens its inspector on this signal.
          emitter.off('SIGUSR1', onSignal)
        }
      })
    },
  })
}

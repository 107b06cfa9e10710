import { definePlugin } from '@proxym/core'
import { annotateService } from './annotate-service.ts'
import { createAnnotations } from './create-annotations.ts'
import { type AnnotationsOptions, options } from './options.ts'
import { createRedisStore } from './redis-store.ts'
import { addRoutes } from './routes.ts'
import { createSignalled } from './signalled.ts'
import { createStateStore } from './state-store.ts'
import { createWarn } from './warn.ts'
import { watchAnnotations } from './watch-annotations.ts'

export type { Annotation } from './annotation.ts'
export type { AnnotationsOptions } from './options.ts'

declare module '@proxym/core' {
  interface Plugins {
    annotations: AnnotationsOptions
  }
}

/** Changes of the routing by hand, set over HTTP. */
export default definePlugin({
  name: 'annotations',
  options,
  secrets: ['redis.address'],
  apply(proxym, { redis }) {
    const warn = createWarn(proxym.logger)
    const store = redis === undefined ? createStateStore(proxym.state, warn) : createRedisStore(redis, proxym, warn)
    const now = () => Date.now()
    const signalled = createSignalled()
    const annotations = createAnnotations({
      ...{ store, now },
      changed(ids, why) {
        signalled.signal()
        proxym.refresh(`annotation ${why}`, { services: ids })
      },
    })
    addRoutes(proxym.http, annotations, now, proxym.signal)

    proxym.hooks.annotate.tapPromise('overrides', async (service, { signal }) => {
      await annotations.load(signal)
      const annotation = annotations.get(service.id)
      return annotation === undefined ? undefined : annotateService(service, annotation)
    })
    proxym.hooks.notify.tapPromise('changes', ({ signal }) =>
      watchAnnotations({
        annotations,
        store,
        now,
        signal,
        changed: signalled.next,
        failed: reason => proxym.logger.warn(reason),
      }),
    )
  },
})

import { expect, test } from 'vitest'
import type { PluginContext } from '../../src/plugin.ts'
import { createTestProxym } from '../../src/testing.ts'
import { steady, web } from '../cycle/fake-plugins.ts'

/** Modules of what was logged with this message. */
async function modulesOf(apply: (proxym: PluginContext) => void) {
  const proxym = createTestProxym([steady('s', web('a')), { name: 'p', apply }])
  await proxym.start()
  await proxym.refresh()
  await proxym.stop()
  return Object.fromEntries(proxym.log.map(line => [line.message, line.module]))
}

test('each line names the plugin and the tap that is running, also behind an await and from what the tap calls', async () => {
  const modules = await modulesOf(({ hooks, logger }) => {
    const inner = () => logger.debug('from a function')
    logger.info('in apply')
    hooks.notify.tap('watch', () => logger.warn('in notify'))
    hooks.annotate.tap('notes', () => logger.notice('in annotate'))
    hooks.generateServices.tapPromise('apps', async services => {
      logger.info('in a source')
      await new Promise(resolve => setImmediate(resolve))
      logger.error('behind an await')
      inner()
      services.add()
    })
    hooks.generateConfig.tapAsync('write', (_, __, done) => {
      setImmediate(() => {
        logger.info('in a callback')
        done()
      })
    })
  })
  expect(modules).toMatchObject({
    'in apply': 'p',
    'in notify': 'p/watch',
    'in annotate': 'p/notes',
    'in a source': 'p/apps',
    'behind an await': 'p/apps',
    'from a function': 'p/apps',
    'in a callback': 'p/write',
  })
})

test('the logger of one plugin never speaks for the tap of another', async () => {
  let leaked: PluginContext['logger'] | undefined
  const owner = {
    name: 'owner',
    apply: ({ logger }: PluginContext) => {
      leaked = logger
    },
  }
  const borrower = {
    name: 'borrower',
    apply: ({ hooks }: PluginContext) => hooks.annotate.tap('x', () => leaked?.info('borrowed')),
  }
  const proxym = createTestProxym([steady('s', web('a')), owner, borrower])
  await proxym.refresh()
  await proxym.stop()
  expect(proxym.log.find(line => line.message === 'borrowed')?.module).toBe('owner')
})

test('a named logger stays below its plugin', async () => {
  const modules = await modulesOf(({ logger }) => {
    logger.named('redis').info('named')
    logger.named('p/redis').info('named with the plugin')
    logger.named('core/cycle').info('named like core')
  })
  expect(modules).toMatchObject({ named: 'p/redis', 'named with the plugin': 'p/redis', 'named like core': 'p/core/cycle' })
})

import { join } from 'node:path'
import { describePlugin } from '@proxym/core/testing/conformance'
import haproxy from '../../src/index.ts'

describePlugin(haproxy, {
  options: ({ dir }) => ({
    templatePath: 'haproxy',
    configFilePath: join(dir, 'haproxy.cfg'),
    checkCommand: 'haproxy -c -f %s',
    reloadCommand: 'true',
  }),
})

import { describePlugin } from '@proxym/core/testing/conformance'
import annotations from '../src/index.ts'

describePlugin(annotations, {
  options: {},
  services: [{ id: 'web', domains: ['web.example.com'], applicationProtocol: 'http' }],
  secretForms: { 'redis.address': password => `redis://:${password}@127.0.0.1:1` },
})

import { describePlugin } from '@proxym/core/testing/conformance'
import hipache from '../src/index.ts'
import { type RedisServer, startRedis } from './rig/redis-server.ts'

let redis: RedisServer

describePlugin(hipache, {
  async options() {
    redis = await startRedis()
    return { redisAddress: `127.0.0.1:${redis.port}` }
  },
  secretForms: { redisAddress: password => `redis://:${password}@127.0.0.1:1` },
  async outside() {
    const keys = (await redis.client.keys('*')).sort()
    return Promise.all(
      keys.map(async key => {
        const isList = (await redis.client.type(key)) === 'list'
        return [key, isList ? await redis.client.lrange(key, 0, -1) : (await redis.client.smembers(key)).sort()]
      }),
    )
  },
})

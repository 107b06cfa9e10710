import { expect, it } from 'vitest'
import { plainText } from '../../src/log/plain-text.ts'
import { isSecretKey, redactText } from '../../src/log/redact.ts'

it.each([
  ['redis://:hunter2@10.0.0.4:6379', 'redis://***@10.0.0.4:6379'],
  ['http://user:p@ss@m1:8080/v2', 'http://***@m1:8080/v2'],
  ['http://user:pa/ss@m1:8080', 'http://***@m1:8080'],
  ['http://token@m1', 'http://***@m1'],
  ['http://m1:8080,http://u:p@m2:8080', 'http://m1:8080,http://***@m2:8080'],
  ['GET /refresh?token=abc&x=1', 'GET /refresh?token=***&x=1'],
  ['/x?a=1&api_key=abc"', '/x?a=1&api_key=***"'],
  ['authorization: Basic dTpw, and more', 'authorization: Basic ***, and more'],
  ['{"Authorization":"Bearer abc"}', '{"Authorization":"Bearer ***"}'],
])('hides the credentials of %s', (text, expected) => {
  expect(redactText(text)).toBe(expected)
})

it.each([
  'http://m1:8080/v2/apps?embed=apps.tasks',
  'mail to a@b.example',
  'http://m1:8080/users/a@b',
  'a: b = c',
  'token expired',
])('leaves %s alone', text => {
  expect(redactText(text)).toBe(text)
})

it.each(['password', 'REDIS_PASSWORD', 'httpToken', 'proxy-authorization', 'clientSecret', 'apiKey'])(
  '%s is the name of a secret',
  key => {
    expect(isSecretKey(key)).toBe(true)
  },
)

it.each(['service', 'author', 'key', 'keys', 'path'])('%s is not', key => {
  expect(isSecretKey(key)).toBe(false)
})

it('needs one pass for a hostile megabyte', () => {
  const start = performance.now()
  for (const part of ['://a:', '://', 'authorization: ', '?token', '@', '://:a/'])
    redactText(part.repeat(Math.ceil(1_000_000 / part.length)))
  expect(performance.now() - start).toBeLessThan(5000)
})

it('hides credentials that a cut would part from their host', () => {
  const text = `${'x'.repeat(16_370)} http://user:hunter2@m1:8080`
  expect(plainText(text)).not.toContain('hunter')
})

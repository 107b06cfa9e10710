import { expect, test } from 'vitest'
import { coreSchema } from '../../src/config/core-schema.ts'
import { createFixture } from './fixture.ts'

test('reads the names by which the HTTP server may be asked for; none by default', async () => {
  const made = await createFixture()
  await made.write({ 'proxym.config.yaml': 'plugins: [signal]\nallowedHosts: [proxym.example.com, "[fd00::1]"]\n' })
  expect((await made.load()).allowedHosts).toEqual(['proxym.example.com', '[fd00::1]'])
  await made.write({ 'proxym.config.yaml': 'plugins: [signal]\n' })
  expect((await made.load()).allowedHosts).toEqual([])
})

test.each(['', 'proxym.example.com:5678', 'http://proxym.example.com', 'a b', 'a@b', 'fd00::1'])('refuses %j', name => {
  expect(coreSchema.safeParse({ allowedHosts: [name] }).success).toBe(false)
})

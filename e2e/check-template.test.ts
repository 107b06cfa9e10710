import { expect, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'
import { smallSetup } from './rig/small-setup.ts'

test.each([
  ['a tag that is not closed', '{% for service in services %}\n', 'not closed'],
  ['a variable that nobody sets', '# {{ servces.size }}\n', 'servces'],
])('check finds %s in a template before anything runs', async (_, template, words) => {
  const name = Object.keys(smallSetup).find(file => file.endsWith('.liquid')) ?? ''
  await using rig = await createRig({ ...smallSetup, [name]: template })
  const { code, stdout, stderr } = await rig.run(['check'])
  expect({ code, stdout }).toEqual({ code: 78, stdout: expect.stringContaining('✗ haproxy/template') })
  expect(stderr).toContain(`${name}:1:`)
  expect(stderr).toContain(words)
})

test('check says that a good template renders', async () => {
  await using rig = await createRig(smallSetup)
  expect(await rig.run(['check'])).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ haproxy/template') })
})

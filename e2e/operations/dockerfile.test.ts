import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root, textOf } from '../rules/tracked-files.ts'
import { instructionsOf, lintDockerfile } from './dockerfile.ts'

const dockerfile = textOf('Dockerfile')
const finals = (name: string) =>
  instructionsOf(dockerfile).filter(instruction => instruction.name === name && instruction.stage === 1)

test('is fit for production', () => {
  expect(lintDockerfile(dockerfile)).toEqual([])
})

test.each([
  ['node:24.21.0-bookworm-slim\n', 'node:24\n', 'node:24 is not pinned by version'],
  ['USER proxym', 'USER root', 'it runs as root'],
  ['USER proxym', 'USER 0', 'it runs as root'],
  ['/livez', '/', 'nobody asks /livez'],
  ['ENV NODE_ENV', 'ENV PROXYM_HTTP_TOKEN=x NODE_ENV', 'a secret'],
  ['CMD ["run"]', 'CMD run', 'CMD runs a shell'],
  ['VOLUME', 'VOLUMES', 'VOLUMES is no instruction'],
])('with %j as %j it is not', (was, becomes, complaint) => {
  expect(lintDockerfile(dockerfile.replaceAll(was, becomes)).join('\n')).toContain(complaint)
})

test('uses the Node and the pnpm of the workspace', () => {
  const { devDependencies } = JSON.parse(textOf('package.json')) as { devDependencies: Record<string, string> }
  expect(dockerfile).toContain(`FROM node:${devDependencies['node']}-`)
  expect([...dockerfile.matchAll(/pnpm@(\S+)/g)].map(match => match[1])).toEqual(
    Array(2).fill(/version = '(.*)'/.exec(textOf('scripts/pnpm.mjs'))?.[1]),
  )
})

test('its health check is a program that compiles, and its paths are those of Debian', () => {
  const [check] = finals('HEALTHCHECK')
  const [, flag, program = ''] = JSON.parse(/CMD (\[.*\])$/.exec(check?.text ?? '')?.[1] ?? '[]') as readonly string[]
  expect([flag, typeof new Function(program)]).toEqual(['-e', 'function'])
  for (const path of ['/etc/proxym', '/var/lib/proxym', '/run/proxym']) expect(dockerfile).toContain(path)
})

test('what it copies is there, and what it must not copy is ignored', () => {
  const sources = instructionsOf(dockerfile)
    .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from'))
    .map(({ text }) => text.split(' ')[0] ?? '')
  expect(sources.filter(source => !existsSync(join(root, source)))).toEqual([])
  expect(textOf('.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['.git', '**/node_modules', '**/dist', '**/.env*', '**/.proxym', '**/*.tsbuildinfo']),
  )
})

import { expect, test } from 'vitest'
import { apiPages } from '../../generate/api/api-pages.ts'

const thing = (name: string, code: string, tags: readonly { name: string; text: string }[] = []) => ({
  ...{ name, code, tags },
  description: `What ${name} is.`,
})

const box = {
  folder: 'box',
  name: '@proxym/box',
  description: 'A box.',
  entries: [
    { specifier: '@proxym/box', exports: [thing('Box', 'interface Box {}'), thing('open', 'function open(): Box')] },
    {
      specifier: '@proxym/box/testing',
      exports: [
        thing('shut', 'function shut(): void', [
          { name: 'throws', text: 'BoxError when it is shut' },
          { name: 'example', text: 'shut()' },
        ]),
      ],
    },
  ],
}

test('lists what code can call before types, entry by entry', () => {
  const page = apiPages([box]).get('docs/api/box.md') ?? ''
  expect(page.match(/^##+ .*/gm)).toEqual(['## @proxym/box', '### open', '### Box', '## @proxym/box/testing', '### shut'])
  expect(page).toContain('### open\n\nWhat open is.\n\n```ts part\nfunction open(): Box\n```\n')
})

test('shows what is thrown, and examples', () => {
  const page = apiPages([box]).get('docs/api/box.md') ?? ''
  expect(page).toContain(
    'Throws BoxError when it is shut.\n\n```ts part\nfunction shut(): void\n```\n\n```ts part\nshut()\n```\n',
  )
})

test('has no page for a package that exports nothing of its own', () => {
  const pages = apiPages([box, { ...box, folder: 'tool', name: 'tool', entries: [{ specifier: 'tool', exports: [] }] }])
  expect([...pages.keys()]).toEqual(['docs/api/README.md', 'docs/api/box.md'])
  expect(pages.get('docs/api/README.md')).toContain('| [`@proxym/box`](box.md) | A box. |')
})

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { looksLike } from '../../src/lint/index.ts'

test.each([
  ['haproxy.cfg.liquid', 'haproxy'],
  ['nginx.conf.liquid', 'nginx'],
])('a copy of the bundled %s looks like %s', async (file, syntax) => {
  expect(looksLike(await readFile(new URL(`../../templates/${file}`, import.meta.url), 'utf8'))).toBe(syntax)
})

test('what a comment of the template says does not count', () => {
  const nginx = 'http {\n}\n'
  for (const comment of ['{% comment %}\n  listen here\n{% endcomment %}\n', '{%- comment -%}\ndefaults\n{%- endcomment -%}\n'])
    expect(looksLike(comment + nginx)).toBe('nginx')
  expect(looksLike('{% comment %}a{% endcomment %}\ndefaults\n{% comment %}b{% endcomment %}')).toBe('haproxy')
  expect(looksLike('{% comment %}\nhttp {\n{% endcomment %}\n')).toBe('none')
})

test('`listen` is a section of HAProxy and a directive of nginx', () => {
  expect(looksLike('listen stats\n  bind :9000\n')).toBe('haproxy')
  expect(looksLike('http {\n  server {\n    listen 80;\n    listen {{ port }} default_server; # all\n  }\n}\n')).toBe('nginx')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { complainedLine, complaintsIn } from '../../src/apply/complaints.ts'

const text = ['global', 'backend a', '  optoin httpchk', '  server s1 127.0.0.1:1 wieght 3', ''].join('\n')

test('every error of HAProxy, its path replaced by the line that it means, without what differs from run to run', () => {
  const said = `[NOTICE]   (13869) : haproxy version is 2.6.12-1+deb12u4
[WARNING]  (13869) : config : parsing [/x/.new:2] : a warning
[ALERT]    (13869) : config : parsing [/x/.new:3] : unknown keyword 'optoin' in 'backend' section; did you mean 'option' maybe ?
[ALERT]    (13869) : config : [/x/.new:4] : 'server a/s1' : unknown keyword 'wieght'
[ALERT]    (13870) : config : [/x/.new:4] : 'server a/s1' : unknown keyword 'wieght'
[ALERT]    (13869) : config : Fatal errors found in configuration.
`
  const found = complaintsIn(said, '/x/.new', text)
  expect(found).toEqual([
    {
      line: 3,
      words: "config : parsing `optoin httpchk` : unknown keyword 'optoin' in 'backend' section; did you mean 'option' maybe ?",
    },
    { line: 4, words: "config : `server s1 127.0.0.1:1 wieght 3` : 'server a/s1' : unknown keyword 'wieght'" },
    { line: undefined, words: 'config : Fatal errors found in configuration.' },
  ])
  expect(complainedLine(found, text)).toBe('line 3: `optoin httpchk`')
})

test.each(['2026/11/25 22:45:50 [emerg] 13879#13879: ', 'nginx: [emerg] '])('the one error of nginx after %j', start => {
  const said = `${start}unknown directive "optoin" in /x/nginx.conf:3\nnginx: configuration file /x/nginx.conf test failed\n`
  expect(complaintsIn(said, '/x/nginx.conf', text)).toEqual([
    { line: 3, words: 'unknown directive "optoin" in `optoin httpchk`' },
  ])
})

test('other programs are understood by `path:line`', () => {
  expect(complaintsIn('error at /x/f:2: no\nwhatever\n', '/x/f', text)).toEqual([{ line: 2, words: 'error at `backend a`: no' }])
})

test('a line that the text does not have, a path without a line, or nothing at all', () => {
  const found = complaintsIn('[ALERT] (1) : [/x/f:99] : no\n[ALERT] (1) : /x/f is odd', '/x/f', text)
  expect(found.map(({ line }) => line)).toEqual([undefined, undefined])
  expect(complainedLine(found, text)).toBeUndefined()
  expect(complaintsIn('', '/x/f', text)).toEqual([])
})

test('whatever a check command prints is read without a failure', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('/x/f:', '[/x/f:3]', '[ALERT] ', '\n', '\u001b[31m', '3', '$&'))
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      for (const { line, words } of complaintsIn(pieces.join(''), '/x/f', text)) {
        expect(line === undefined || (line >= 1 && line <= 5)).toBe(true)
        expect(words.length).toBeLessThanOrEqual(410)
      }
    }),
  )
})

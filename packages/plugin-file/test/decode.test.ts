import { expect, test } from 'vitest'
import { decode } from '../src/decode.ts'

test('strips the byte order mark of UTF-8', () => {
  expect(decode('a.json', Buffer.from('\uFEFF{"id":"é"}'))).toBe('{"id":"é"}')
})

test.each([
  ['UTF-16 with its mark', Buffer.from('\uFEFF{}', 'utf16le'), 'but UTF-16'],
  ['UTF-16 of the other order', Buffer.from([0xfe, 0xff, 0, 0x7b]), 'but UTF-16'],
  ['UTF-16 without a mark', Buffer.from('{}', 'utf16le'), 'byte 2 is NUL'],
  ['NUL', Buffer.from('id: a\0b'), 'byte 6 is NUL'],
  ['Latin-1', Buffer.from('id: caf\xe9', 'latin1'), 'some bytes belong to another encoding'],
])('refuses %s', (_name, bytes, message) => {
  expect(() => decode('/s/a.json', bytes)).toThrow(message)
  expect(() => decode('/s/a.json', bytes)).toThrow('/s/a.json: `/s/a.json` is not UTF-8 text')
})

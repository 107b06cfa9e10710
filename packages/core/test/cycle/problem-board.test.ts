import { expect, test } from 'vitest'
import { createProblemBoard } from '../../src/cycle/problem-board.ts'
import type { Logger } from '../../src/log/logger.ts'

function boardRig() {
  const lines: string[] = []
  const loggerOf = (module: string): Logger => {
    const write = (level: string) => (message: string) => void lines.push(`${module} ${level} ${message}`)
    const levels = { error: write('error'), warn: write('warn'), notice: write('notice') }
    return { ...levels, info: write('info'), debug: () => undefined, named: loggerOf }
  }
  return { lines, board: createProblemBoard(loggerOf('core')) }
}
const problem = (message: string) => ({ code: 'PROXYM_X', message })

test('one line when a problem begins, one when it is gone, none while it lasts', () => {
  const { lines, board } = boardRig()
  for (let times = 0; times < 3; times++) board.set('file/folder', 'source', [problem('no folder')])
  for (let times = 0; times < 3; times++) board.set('file/folder', 'source', [])
  expect(lines).toEqual(['file/folder warn no folder', 'file/folder info Problem is gone'])
})

test('leaves it to a generator to say that it works again', () => {
  const { lines, board } = boardRig()
  board.set('haproxy/file', 'generator', [problem('refused')], 'error')
  board.set('haproxy/file', 'generator', [])
  expect(lines).toEqual(['haproxy/file error refused'])
})

test('a burst of ends is no burst of lines', () => {
  const { lines, board } = boardRig()
  for (let key = 0; key < 100; key++) board.set('file/folder', `key ${key}`, [problem(`${key}`)])
  board.turn()
  for (let key = 0; key < 100; key++) board.set('file/folder', `key ${key}`, [])
  expect(lines.filter(line => line.endsWith('gone'))).toHaveLength(20)
})

/**
 * Count a report of vitest's json reporter. A file that could not even be loaded counts as one failed test.
 *
 * @param {{ testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} report
 */
export function countTests({ testResults }) {
  const statuses = testResults.flatMap(file => {
    const own = file.assertionResults.map(test => test.status)
    return file.status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own
  })
  const count = (/** @type {string} */ status) => statuses.filter(one => one === status).length
  const passed = count('passed')
  const failed = count('failed')
  return { passed, failed, skipped: statuses.length - passed - failed, files: testResults.length }
}

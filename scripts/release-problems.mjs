/**
 * What is known of the workspace before a release.
 *
 * @typedef {object} ReleaseState
 * @property {string} branch The branch that is checked out; empty when none is.
 * @property {string} baseBranch The one that releases are made from.
 * @property {readonly string[]} changed Files that are not committed.
 * @property {readonly string[]} changesets Changes that no version has yet, by the name of their file.
 * @property {readonly { readonly name: string, readonly repository?: unknown, readonly publishConfig?: { readonly provenance?: boolean } }[]} manifests
 */

/**
 * Why a release cannot be made now, each with what to do. Empty when it can.
 *
 * @param {ReleaseState} state
 * @returns {readonly string[]}
 */
export function releaseProblems({ branch, baseBranch, changed, changesets, manifests }) {
  const withoutRepository = manifests
    .filter(({ publishConfig, repository }) => publishConfig?.provenance === true && repository === undefined)
    .map(({ name }) => name)
  return [
    branch === baseBranch ? undefined : `\`${branch || 'no branch'}\` is checked out. Releases are made from \`${baseBranch}\`.`,
    changed.length === 0 ? undefined : `${changed.length} files are not committed: ${shortList(changed)}. Commit them first.`,
    changesets.length === 0
      ? undefined
      : `${changesets.length} changes have no version yet: ${shortList(changesets)}. Run \`npm run changeset -- version\`, install, and commit.`,
    withoutRepository.length === 0
      ? undefined
      : `${withoutRepository.length} packages name no \`repository\`, which provenance needs: ${shortList(withoutRepository)}. CONTRIBUTING.md says what to fill in.`,
  ].filter(problem => problem !== undefined)
}

/** @param {readonly string[]} names */
function shortList(names) {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} …`
}

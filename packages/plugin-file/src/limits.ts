/** How much one folder may hold and how long its files may take; beyond it the answer is a mistake, never a wait. */
export const limits = {
  /** Service files in the folder. */
  files: 10_000,
  /** Bytes of one file. */
  fileBytes: 1_048_576,
  /** Levels of lists and objects in one file. */
  depth: 64,
  /** Values in one file, with everything that aliases repeat. */
  values: 1_000_000,
  /** Mistakes that one file reports at once. */
  mistakes: 10,
  /** Files that are open at once. */
  openFiles: 16,
  /** A file that is away for this long counts as removed: renaming savers leave a gap. */
  vanishedMs: 200,
  /** How often a file that is away is looked for. */
  vanishedStepMs: 20,
  /** A YAML file that was written this recently is read again: half of one is often valid. */
  quietMs: 30,
  /** How often a file that keeps changing is read before its content is taken as it is. */
  quietTries: 10,
  /** How often the watched folder is compared with the one that the path names now. */
  folderCheckMs: 1000,
} as const

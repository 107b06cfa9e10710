export const noRoomToWatch =
  'The kernel has no room for more watches; edits of the template and of the target are found at the next resync. Raise `fs.inotify.max_user_watches`.'

export const templateChanged = (file: string) => `template \`${file}\` changed`
export const targetChanged = (file: string) => `\`${file}\` was changed by another hand`

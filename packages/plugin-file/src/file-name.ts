const serviceFile = /^[^.~/\\][^/\\]*\.(?:json|ya?ml)$/i

/** Whether a name in the folder is a service file: by its ending, and no hidden or temporary file of an editor. */
export function isServiceFile(name: string): boolean {
  return serviceFile.test(name)
}

/** Whether a name is part of the layout in which Kubernetes swaps a whole volume: `..data` and the folders that it points to. */
export function isVolumeEntry(name: string): boolean {
  return name.startsWith('..') && !/[/\\]/.test(name)
}

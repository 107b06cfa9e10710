export type { Choices, Kind, Language } from './choices.ts'
export type { Terminal } from './create.ts'
export { create } from './create.ts'

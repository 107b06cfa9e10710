export { createRenderer } from './renderer.ts'
export type { Rendered, RendererOptions, TemplateFunction } from './types.ts'

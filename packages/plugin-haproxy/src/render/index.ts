export { createRenderer } from './renderer.ts'
export type { Lookup, Rendered, Renderer, RendererOptions, RenderLimits, TemplateFunction } from './types.ts'

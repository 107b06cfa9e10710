export type { Lookup, TemplateData } from '../data/index.ts'
export type { ConfigTextPolicy, Syntax } from '../lint/index.ts'
export { createRenderer } from './renderer.ts'
export type { Rendered, Renderer, RendererOptions, RenderLimits, TemplateFunction } from './types.ts'

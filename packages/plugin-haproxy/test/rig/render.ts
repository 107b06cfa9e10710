import type { Service } from '@proxym/core'
import { onTestFinished } from 'vitest'
import { createRenderer, type Rendered, type RendererOptions } from '../../src/render/index.ts'

/** Render once; the renderer is closed after the test. */
export async function render(
  services: readonly Service[],
  options: Partial<RendererOptions> & Pick<RendererOptions, 'template'>,
): Promise<Rendered & { readonly text: string }> {
  return openRenderer(options)(services)
}

/** A renderer that is closed after the test. */
export function openRenderer(options: Partial<RendererOptions> & Pick<RendererOptions, 'template'>) {
  const renderer = createRenderer({ configDir: '/', targetPath: '/nowhere/haproxy.cfg', ...options })
  onTestFinished(() => renderer.close())
  const run = (services: readonly Service[], signal = new AbortController().signal) =>
    renderer.render({ services }, { signal }).then(rendered => ({ ...rendered, text: rendered.config.text }))
  return Object.assign(run, { renderer })
}

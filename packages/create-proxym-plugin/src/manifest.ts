import type { Choices } from './choices.ts'

/** Versions that were tested together with this one. */
const versions = { biome: '^2.6.8', node: '^24.0.0', typescript: '^7.0.2', vitest: '^5.1.1', zod: '^4.6.7' }

/** The package.json of the new package. `coreRange` is what its plugin is built for. */
export function manifest({ packageName, pluginName, language }: Choices, coreRange: string): object {
  const isTyped = language === 'typescript'
  const entry = isTyped ? { types: './dist/index.d.ts', default: './dist/index.js' } : './src/index.js'
  return {
    name: packageName,
    version: '0.1.0',
    description: `proxym plugin: ${pluginName}.`,
    keywords: ['proxym', 'proxym-plugin'],
    license: 'MIT',
    type: 'module',
    exports: { '.': entry, './package.json': './package.json' },
    files: isTyped ? ['dist'] : ['src'],
    engines: { node: '>=22.22' },
    scripts: {
      ...(isTyped ? { build: 'tsc' } : {}),
      lint: 'biome check --error-on-warnings .',
      format: 'biome check --write .',
      test: `${isTyped ? 'npm run build && ' : ''}npm run lint && vitest run`,
      prepublishOnly: 'npm test',
    },
    dependencies: { zod: versions.zod },
    peerDependencies: { '@proxym/core': coreRange },
    devDependencies: {
      '@biomejs/biome': versions.biome,
      '@proxym/core': coreRange,
      ...(isTyped ? { '@types/node': versions.node, typescript: versions.typescript } : {}),
      vitest: versions.vitest,
    },
  }
}

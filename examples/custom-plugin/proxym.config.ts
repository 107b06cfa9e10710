import { defineConfig } from 'proxym'

export default defineConfig({
  plugins: ['./lottery.ts', ['stdout', { format: 'json' }]],
})

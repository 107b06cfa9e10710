export * from '@proxym/core'

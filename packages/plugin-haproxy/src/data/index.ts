export { createNameResolver, type Lookup } from './resolve-names.ts'
export { buildTemplateData, type TemplateData } from './template-data.ts'
export { type Prepared, type PrepareOptions, prepareService, type TemplateService } from './template-service.ts'

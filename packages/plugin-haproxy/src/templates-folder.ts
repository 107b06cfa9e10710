import { fileURLToPath } from 'node:url'

/** The templates that come with this package: beside `src` as beside `dist`, where this file is a part of another one. */
export const templatesFolder = fileURLToPath(new URL('../templates', import.meta.url))

import { z } from 'zod'

// Marathon up to 1.4 writes null where later versions leave a field out: each of these takes both.

export const list = <T extends z.ZodType>(item: T) => z.array(item).nullish()
export const text = z.string().nullish()
export const labels = z.record(z.string(), z.string()).nullish()
export const anything = z.unknown().optional()

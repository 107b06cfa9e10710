/** Whose rules apply to a file: those of HAProxy, of nginx, or none that proxym knows. */
export type Syntax = 'haproxy' | 'nginx' | 'none'

export type * from './api.ts';
export { createMt5Client } from './client.ts';

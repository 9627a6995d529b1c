export { createHttpApp } from './app.ts';
export type { ConfigState, HttpServices, Peer } from './context.ts';

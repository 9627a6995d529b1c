export type { ConfigState, HttpServices, Peer } from './context.ts';
export { type HttpService, serveBridgeHttp } from './listen.ts';
export { createMetrics, type Metrics } from './metrics/index.ts';
export { alertTemplate, TEMPLATES, type Template } from './tradingview/template.ts';

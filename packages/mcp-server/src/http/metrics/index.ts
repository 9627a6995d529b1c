export { createMetrics } from './metrics.ts';
export type { Held, Metrics, MetricsOptions, Observe, WireFigures } from './ports.ts';
export { metricsRoutes } from './routes.ts';

export {
  type BridgeServer,
  type BridgeServerOptions,
  type CallOutcome,
  createBridgeServer,
  type TradingOptions,
} from './create-server.ts';
export { TOOLSETS, type Toolset } from './define-tool.ts';
export type { Log } from './log.ts';
export { type ServeBridgeStdioOptions, type StdioService, serveBridgeStdio } from './stdio.ts';
export type { ViewName, Views } from './views.ts';

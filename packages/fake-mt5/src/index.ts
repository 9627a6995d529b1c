export { createFakeMt5, defaultLimits, type FakeMt5, type FakeMt5Options } from './fake-mt5.ts';
export type { CrashPoint, Fault, GarbageKind } from './faults/fault.ts';
export type { Faults } from './faults/faults.ts';
export { type BadPeer, zoo } from './faults/zoo.ts';
export type { Log } from './log.ts';
export { type MarketFile, MarketFileError, type MarketFileProblem, readMarketFile } from './market/index.ts';
export type { Guard } from './server/guard.ts';
export type { Limits } from './server/terminal.ts';

export { commandOf } from './command.ts';
export type { CommandDefaults, IntentFacts } from './facts.ts';
export { summaryOf, symbolOf } from './summary.ts';

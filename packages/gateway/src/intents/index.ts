export { commandOf, DEFAULT_DEVIATION, resolveIntent } from './command.ts';
export { requestIdIn } from './comment.ts';
export { type CommandDefaults, closingPrice, type IntentFacts } from './facts.ts';
export { summaryOf, symbolOf } from './summary.ts';

export * from './api.ts';
export { createTerminalReads, type TerminalReadsOptions } from './create-terminal-reads.ts';
export { errorRecord } from './error-record.ts';
export { outsideText } from './outside-text.ts';

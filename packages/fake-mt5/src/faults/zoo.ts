import type { EventFault, RequestFault, TradeFault } from './fault.ts';

type Lasting = RequestFault | TradeFault | EventFault;

/** Bad peers, each made of the real one with faults that last: `fake.faults.become(...)`. */
export const zoo = {
  /** Takes every request and answers none. */
  silent: [{ fault: 'drop', times: 'always' }],
  /** Answers each request late. */
  slow: [{ fault: 'delay', ms: 1_500, times: 'always' }],
  /** Answers hello, then nothing. */
  stunned: [
    { fault: 'delay', ms: 0, op: 'hello', times: 'always' },
    { fault: 'drop', times: 'always' },
  ],
  /** From a later release: refuses our version. */
  futuristic: [{ fault: 'wrong-version', version: 99, times: 'always' }],
  /** Something else that listens on the port. */
  stranger: [{ fault: 'garbage', kind: 'bytes', times: 'always' }],
  cutter: [{ fault: 'garbage', kind: 'truncated', times: 'always' }],
  /** Answers to ids that nobody asked with. */
  confused: [{ fault: 'garbage', kind: 'wrong-id', times: 'always' }],
  /** Says that all is well and sends something else. */
  liar: [{ fault: 'garbage', kind: 'wrong-shape', times: 'always' }],
  /** Sends records that end in the middle. */
  sloppy: [{ fault: 'garbage', kind: 'half-record', times: 'always' }],
  /** Says that there are records or a picture and sends nothing but zeros. */
  forger: [{ fault: 'garbage', kind: 'blank', times: 'always' }],
  /** Repeats each answer once. */
  stutterer: [{ fault: 'duplicate', times: 'always' }],
  /** Without a pulse. */
  heartless: [{ fault: 'drop-event', topic: 'hb', times: 'always' }],
  /** Loses every event of positions and orders. */
  forgetful: [
    { fault: 'drop-event', topic: 'positions', times: 'always' },
    { fault: 'drop-event', topic: 'orders', times: 'always' },
  ],
  /** Sends every tick event twice. */
  echoing: [{ fault: 'duplicate-event', topic: 'tick', times: 'always' }],
  /** Events that are no messages. */
  babbling: [{ fault: 'garbage-event', topic: 'tick', times: 'always' }],
  /** Trades everything twice. */
  eager: [{ fault: 'execute-twice', times: 'always' }],
  /** Keeps no journal. */
  amnesiac: [{ fault: 'no-journal', times: 'always' }],
  /** Carries out what is long out of date. */
  belated: [{ fault: 'ignore-ttl', times: 'always' }],
  /** Says that a rejected request is done. */
  flatterer: [{ fault: 'always-done', times: 'always' }],
  /** Tells nobody of its trades. */
  discreet: [{ fault: 'drop-event', topic: 'trade', times: 'always' }],
} as const satisfies Record<string, readonly Lasting[]>;
export type BadPeer = keyof typeof zoo;

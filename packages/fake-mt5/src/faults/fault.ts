import { type OperationName, operations } from '@mt5-bridge/protocol';

/** How an answer or event can be spoilt. */
export const garbageKinds = [
  'bytes',
  'empty',
  'truncated',
  'no-map',
  'wrong-id',
  'wrong-shape',
  'half-record',
  'blank',
] as const;
export type GarbageKind = (typeof garbageKinds)[number];

/** Moments on the way of a request at which the terminal can die; a read has only the first and the last one. */
export const crashPoints = ['received', 'journal-begun', 'broker-done', 'journal-answered', 'reply-sent'] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** What is entered into the journal of a request: that it was begun, and its answer. */
export const journalSteps = ['begun', 'answered'] as const;
export type JournalStep = (typeof journalSteps)[number];

/** How often a fault strikes before it is over. */
interface Repeated {
  /** Default 1. */
  readonly times?: number | 'always';
}

/** Strikes requests; of one operation, if it names one. */
type OnRequest = Repeated & { readonly op?: OperationName };
/** Strikes events; `topic` is a whole topic, or a kind such as `tick`. */
type OnEvent = Repeated & { readonly topic: string };

export type RequestFault = OnRequest &
  (
    | {
        /** The program stands still for `ms`, then carries out what waited. */ readonly fault: 'delay';
        readonly ms: number;
      }
    | { /** Carried out, never answered. */ readonly fault: 'drop' }
    | { /** The answer comes again, in place of the answer to the next request. */ readonly fault: 'duplicate' }
    | {
        /** Answers as a peer that speaks only `version`. */ readonly fault: 'wrong-version';
        readonly version?: number;
      }
    | { readonly fault: 'garbage'; readonly kind?: GarbageKind }
    | { /** Carried out however late it comes. */ readonly fault: 'ignore-ttl' }
  );

/** Strikes trade requests inside the terminal, or at the broker. */
export type TradeFault = OnRequest &
  (
    | {
        /** The process is killed at this point, or starts again with a new epoch where there is none of its own. */ readonly fault: 'crash';
        readonly at: CrashPoint;
      }
    | {
        /** The broker answers with this return code, whether it carried the request out (default: no) or not. */ readonly fault: 'refuse';
        readonly retcode: number;
        readonly carried_out?: boolean;
      }
    | {
        /** Such entries can't be written (default: neither). */ readonly fault: 'journal-full';
        readonly entry?: JournalStep;
      }
    | { /** Nothing is journaled, nothing remembered. */ readonly fault: 'no-journal' }
    | { /** The broker is sent the request twice. */ readonly fault: 'execute-twice' }
    | { /** Whatever the broker says, the answer is that it is done. */ readonly fault: 'always-done' }
    | { /** The broker's records hold no word of the request's comment. */ readonly fault: 'strip-comments' }
  );

export type EventFault = OnEvent &
  (
    | { /** Numbered, never sent: a gap. */ readonly fault: 'drop-event' }
    | { readonly fault: 'duplicate-event' }
    | { readonly fault: 'garbage-event' }
  );

/** Happen once, when they are given. */
export type Incident =
  | {
      /** The sockets close and come back after `ms` (default 0); the program lives on. */ readonly fault: 'disconnect';
      readonly ms?: number;
    }
  | {
      /** The program ends and starts again after `ms` (default 0) with a new epoch. */ readonly fault: 'restart';
      readonly ms?: number;
    }
  | { /** The terminal loses the broker: the market stands still. */ readonly fault: 'terminal-offline' }
  | { readonly fault: 'terminal-online' }
  | { /** Ends all faults that still wait or strike. */ readonly fault: 'clear' };

export type Fault = RequestFault | TradeFault | EventFault | Incident;
export type FaultName = Fault['fault'];

type Key = 'times' | 'op' | 'topic' | 'ms' | 'version' | 'kind' | 'at' | 'entry' | 'retcode' | 'carried_out';
interface Syntax {
  readonly needs: readonly Key[];
  readonly may: readonly Key[];
}

const onRequest: readonly Key[] = ['op', 'times'];
const onEvent: Syntax = { needs: ['topic'], may: ['times'] };
const plain: Syntax = { needs: [], may: [] };

export const faultSyntax: Readonly<Record<FaultName, Syntax>> = {
  delay: { needs: ['ms'], may: onRequest },
  drop: { needs: [], may: onRequest },
  duplicate: { needs: [], may: onRequest },
  'wrong-version': { needs: [], may: ['version', ...onRequest] },
  garbage: { needs: [], may: ['kind', ...onRequest] },
  'ignore-ttl': { needs: [], may: onRequest },
  crash: { needs: ['at'], may: onRequest },
  refuse: { needs: ['retcode'], may: ['carried_out', ...onRequest] },
  'journal-full': { needs: [], may: ['entry', ...onRequest] },
  'no-journal': { needs: [], may: onRequest },
  'execute-twice': { needs: [], may: onRequest },
  'always-done': { needs: [], may: onRequest },
  'strip-comments': { needs: [], may: onRequest },
  'drop-event': onEvent,
  'duplicate-event': onEvent,
  'garbage-event': onEvent,
  disconnect: { needs: [], may: ['ms'] },
  restart: { needs: [], may: ['ms'] },
  'terminal-offline': plain,
  'terminal-online': plain,
  clear: plain,
};

const MAX_MS = 600_000;
const isWhole = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

const values: Readonly<Record<Key, { readonly is: (value: unknown) => boolean; readonly expected: string }>> = {
  times: {
    is: (v) => v === 'always' || isWhole(v, 1, 1_000_000),
    expected: 'a whole number of at least 1, or "always"',
  },
  op: { is: (v) => typeof v === 'string' && Object.hasOwn(operations, v), expected: 'the name of an operation' },
  topic: { is: (v) => typeof v === 'string' && v.length > 0, expected: 'a topic, or the kind of one' },
  ms: { is: (v) => isWhole(v, 0, MAX_MS), expected: `milliseconds from 0 to ${MAX_MS}` },
  version: { is: (v) => isWhole(v, 0, 1_000_000), expected: 'a protocol version' },
  at: { is: (v) => (crashPoints as readonly unknown[]).includes(v), expected: `one of ${crashPoints.join(', ')}` },
  entry: {
    is: (v) => (journalSteps as readonly unknown[]).includes(v),
    expected: `one of ${journalSteps.join(', ')}`,
  },
  retcode: { is: (v) => isWhole(v, 0, 65_535), expected: 'a return code of the trade server' },
  carried_out: { is: (v) => typeof v === 'boolean', expected: 'true or false' },
  kind: { is: (v) => (garbageKinds as readonly unknown[]).includes(v), expected: `one of ${garbageKinds.join(', ')}` },
};

/** A command that is no fault; the message says what is wrong with it. */
export class FaultSyntaxError extends Error {
  override readonly name = 'FaultSyntaxError';
}

/** Reads one line of the control channel, as in `{"fault":"delay","ms":500,"op":"quote"}`. @throws FaultSyntaxError */
export function parseFault(line: string): Fault {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new FaultSyntaxError(`not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FaultSyntaxError('expected an object, as in {"fault":"delay","ms":500}');
  }
  const { fault, ...rest } = value as Record<string, unknown>;
  if (typeof fault !== 'string' || !Object.hasOwn(faultSyntax, fault)) {
    throw new FaultSyntaxError(`expected "fault" to be one of ${Object.keys(faultSyntax).join(', ')}`);
  }
  const { needs, may } = faultSyntax[fault as FaultName];
  const missing = needs.find((key) => !Object.hasOwn(rest, key));
  if (missing !== undefined) throw new FaultSyntaxError(`${fault} needs "${missing}": ${values[missing].expected}`);
  for (const [key, given] of Object.entries(rest)) {
    if (![...needs, ...may].includes(key as Key)) throw new FaultSyntaxError(`${fault} has no "${key}"`);
    const { is, expected } = values[key as Key];
    if (!is(given)) throw new FaultSyntaxError(`"${key}" should be ${expected}`);
  }
  return value as Fault;
}

export const isIncident = (fault: Fault): fault is Incident => incidents.has(fault.fault);
export const isEventFault = (fault: Fault): fault is EventFault => fault.fault.endsWith('-event');
export const isTradeFault = (fault: Fault): fault is TradeFault => tradeFaults.has(fault.fault);

const tradeFaults: ReadonlySet<FaultName> = new Set([
  'crash',
  'refuse',
  'journal-full',
  'no-journal',
  'execute-twice',
  'always-done',
  'strip-comments',
]);

const incidents: ReadonlySet<FaultName> = new Set([
  'disconnect',
  'restart',
  'terminal-offline',
  'terminal-online',
  'clear',
]);

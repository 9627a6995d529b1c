import { type Clock, type OperationName, operationByNumber } from '@mt5-bridge/protocol';
import {
  decodeRequest,
  encodeReply,
  encodeRequest,
  type Frames,
  PROTOCOL_VERSION,
  type RequestFrame,
  RequestRefused,
} from '@mt5-bridge/protocol/wire';
import { type Checkpoint, Crash } from '../faults/crash.ts';
import type { CrashPoint } from '../faults/fault.ts';
import type { FaultBox } from '../faults/fault-box.ts';
import { spoil } from '../faults/garbage.ts';

/** A release that has not been written yet. */
const LATER_VERSION = PROTOCOL_VERSION + 98;

/** An answer that was sent needs a moment to leave the process. */
const REPLY_LEAVES_MS = 30;
const NEVER = Number.MAX_SAFE_INTEGER;

/** Lets requests through to the program, or lets a fault strike them. */
export class FaultGate {
  private readonly faults: FaultBox;
  private readonly clock: Clock;
  private readonly answer: (frames: Frames) => Frames;
  private readonly crash: () => void;
  /** An answer that comes again in place of the next one. */
  private repeated: Frames | undefined;
  private open = true;

  /** `answer` may throw a Crash; `crash` then ends the program, or this start of it. */
  constructor(terms: {
    readonly faults: FaultBox;
    readonly clock: Clock;
    readonly answer: (frames: Frames) => Frames;
    readonly crash: () => void;
  }) {
    this.faults = terms.faults;
    this.clock = terms.clock;
    this.answer = terms.answer;
    this.crash = terms.crash;
  }

  /** What still waits here is lost. */
  close(): void {
    this.open = false;
  }

  handle(frames: Frames): Frames | undefined | Promise<Frames | undefined> {
    if (!this.open) return undefined;
    if (!this.faults.armed && this.repeated === undefined) return this.answer(frames);
    return this.suffer(frames);
  }

  private async suffer(frames: Frames): Promise<Frames | undefined> {
    const request = readable(frames);
    const operation = request && operationByNumber(request.op);
    try {
      this.checkpoint('received', operation);
      const fault = this.faults.takeForRequest(operation);
      if (fault?.fault === 'delay') {
        await new Promise<void>((resolve) => void this.clock.setTimer(fault.ms, resolve));
      }
      if (!this.open) return undefined;
      if (fault?.fault === 'wrong-version') return [refusal(request, fault.version ?? LATER_VERSION, this.clock)];
      const answer = this.answer(fault?.fault === 'ignore-ttl' && request ? [timeless(request)] : frames);
      if (this.isFatal('reply-sent', operation)) {
        this.open = false;
        this.clock.setTimer(REPLY_LEAVES_MS, this.crash);
      }
      const before = this.repeated;
      this.repeated = fault?.fault === 'duplicate' && before === undefined ? answer : undefined;
      if (before !== undefined) return before;
      if (fault?.fault === 'drop') return undefined;
      return fault?.fault === 'garbage' ? spoil(answer, fault.kind ?? 'bytes') : answer;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.crash();
      return undefined;
    }
  }

  readonly checkpoint: Checkpoint = (at, operation) => {
    if (this.isFatal(at, operation)) throw new Crash(at);
  };

  private isFatal(at: CrashPoint, operation: OperationName | undefined): boolean {
    return this.faults.takeForTrade('crash', operation, (fault) => fault.at === at) !== undefined;
  }
}

/** The request as a peer reads it that looks at no time to live. */
const timeless = (request: RequestFrame): Uint8Array => encodeRequest({ ...request, ttl: NEVER });

function readable([head]: Frames): RequestFrame | undefined {
  try {
    return head && decodeRequest(head);
  } catch (error) {
    if (error instanceof RequestRefused) return undefined;
    throw error;
  }
}

function refusal(request: RequestFrame | undefined, version: number, clock: Clock): Uint8Array {
  const { id = 0, v = 0 } = request ?? {};
  const message = `the request speaks protocol version ${v}, this side ${version}`;
  return encodeReply({ id, ok: false, t: clock.now(), e: { code: 'VERSION_MISMATCH', message } });
}

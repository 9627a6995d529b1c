import { type Clock, operationByNumber } from '@mt5-bridge/protocol';
import {
  decodeRequest,
  encodeReply,
  type Frames,
  PROTOCOL_VERSION,
  type RequestFrame,
  RequestRefused,
} from '@mt5-bridge/protocol/wire';
import type { FaultBox } from '../faults/fault-box.ts';
import { spoil } from '../faults/garbage.ts';

/** A release that has not been written yet. */
const LATER_VERSION = PROTOCOL_VERSION + 98;

/** Lets requests through to the program, or lets a fault strike them. */
export class FaultGate {
  private readonly faults: FaultBox;
  private readonly clock: Clock;
  private readonly answer: (frames: Frames) => Frames;
  /** An answer that comes again in place of the next one. */
  private repeated: Frames | undefined;
  private open = true;

  constructor(faults: FaultBox, clock: Clock, answer: (frames: Frames) => Frames) {
    this.faults = faults;
    this.clock = clock;
    this.answer = answer;
  }

  /** What still waits here is lost. */
  close(): void {
    this.open = false;
  }

  handle(frames: Frames): Frames | undefined | Promise<Frames | undefined> {
    if (!this.faults.armed && this.repeated === undefined) return this.answer(frames);
    return this.suffer(frames);
  }

  private async suffer(frames: Frames): Promise<Frames | undefined> {
    const request = readable(frames);
    const fault = this.faults.takeForRequest(request && operationByNumber(request.op));
    if (fault?.fault === 'delay') {
      await new Promise<void>((resolve) => void this.clock.setTimer(fault.ms, resolve));
      if (!this.open) return undefined;
    }
    if (fault?.fault === 'wrong-version') return [refusal(request, fault.version ?? LATER_VERSION, this.clock)];
    const answer = this.answer(frames);
    const before = this.repeated;
    this.repeated = fault?.fault === 'duplicate' && before === undefined ? answer : undefined;
    if (before !== undefined) return before;
    if (fault?.fault === 'drop') return undefined;
    return fault?.fault === 'garbage' ? spoil(answer, fault.kind ?? 'bytes') : answer;
  }
}

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

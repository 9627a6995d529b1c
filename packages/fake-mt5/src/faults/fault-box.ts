import type { OperationName } from '@mt5-bridge/protocol';
import { type EventFault, isEventFault, type RequestFault } from './fault.ts';

interface Armed<F> {
  readonly fault: F;
  left: number;
}

/** Faults that wait for their requests and events; the oldest that fits strikes first. */
export class FaultBox {
  private onRequest: Armed<RequestFault>[] = [];
  private onEvent: Armed<EventFault>[] = [];

  /** False on the usual path: nothing can strike. */
  get armed(): boolean {
    return this.onRequest.length > 0;
  }

  arm(fault: RequestFault | EventFault): void {
    const left = fault.times === 'always' ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
    if (isEventFault(fault)) this.onEvent.push({ fault, left });
    else this.onRequest.push({ fault, left });
  }

  clear(): void {
    this.onRequest = [];
    this.onEvent = [];
  }

  /** The fault that strikes a request; its operation is undefined where the request can't be read. */
  takeForRequest(operation: OperationName | undefined): RequestFault | undefined {
    return take(this.onRequest, ({ op }) => op === undefined || op === operation);
  }

  takeForEvent(topic: string): EventFault | undefined {
    if (this.onEvent.length === 0) return undefined;
    return take(this.onEvent, (fault) => topic === fault.topic || topic.startsWith(`${fault.topic}.`));
  }
}

function take<F>(armed: Armed<F>[], fits: (fault: F) => boolean): F | undefined {
  const at = armed.findIndex(({ fault }) => fits(fault));
  const found = armed[at];
  if (found === undefined) return undefined;
  found.left--;
  if (found.left === 0) armed.splice(at, 1);
  return found.fault;
}

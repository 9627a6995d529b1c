import type { OperationName } from '@mt5-bridge/protocol';
import { type EventFault, isEventFault, isTradeFault, type RequestFault, type TradeFault } from './fault.ts';

interface Armed<F> {
  readonly fault: F;
  left: number;
}

/** Faults that wait for their requests and events; the oldest that fits strikes first. */
export class FaultBox {
  private onRequest: Armed<RequestFault>[] = [];
  private onTrade: Armed<TradeFault>[] = [];
  private onEvent: Armed<EventFault>[] = [];

  /** False on the usual path: nothing can strike. */
  get armed(): boolean {
    return this.onRequest.length > 0 || this.onTrade.length > 0;
  }

  arm(fault: RequestFault | TradeFault | EventFault): void {
    // A disk that is full stays so until somebody makes room.
    const times = fault.times ?? (fault.fault === 'journal-full' ? 'always' : 1);
    const left = times === 'always' ? Number.POSITIVE_INFINITY : times;
    if (isEventFault(fault)) this.onEvent.push({ fault, left });
    else if (isTradeFault(fault)) this.onTrade.push({ fault, left });
    else this.onRequest.push({ fault, left });
  }

  clear(): void {
    this.onRequest = [];
    this.onTrade = [];
    this.onEvent = [];
  }

  /** The fault that strikes a request; its operation is undefined where the request can't be read. */
  takeForRequest(operation: OperationName | undefined): RequestFault | undefined {
    return take(this.onRequest, ({ op }) => op === undefined || op === operation);
  }

  /** The fault of one kind that strikes a trade request, if it is one of those that `fits`. */
  takeForTrade<K extends TradeFault['fault']>(
    kind: K,
    operation: OperationName | undefined,
    fits: (fault: Extract<TradeFault, { fault: K }>) => boolean = () => true,
  ): Extract<TradeFault, { fault: K }> | undefined {
    if (this.onTrade.length === 0) return undefined;
    const isOne = (fault: TradeFault): fault is Extract<TradeFault, { fault: K }> => fault.fault === kind;
    const strikes = (fault: TradeFault): boolean =>
      (fault.op === undefined || fault.op === operation) && isOne(fault) && fits(fault);
    return take(this.onTrade, strikes) as Extract<TradeFault, { fault: K }> | undefined;
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

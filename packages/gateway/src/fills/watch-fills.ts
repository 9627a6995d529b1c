import type { Mt5Client } from '@mt5-bridge/client';
import { type Clock, type Deal, Mt5Error } from '@mt5-bridge/protocol';
import { requestIdIn } from '../intents/index.ts';
import type { FillStore } from '../ports.ts';
import { helloOf, identityOf } from '../read/identity.ts';
import type { Identity } from '../read/index.ts';
import { mayFail } from '../snapshot/may-fail.ts';
import { fillData, isFill } from './fill-record.ts';

/** A deal may come into the terminal's history later than its own time says. */
const LATE_MS = 600_000;
const PAGE = 1_000;
const PAUSE_MS = 2_000;
/** A deal whose request is not known is looked at so often: the answer to its order may still be on its way. */
const LOOKS = 5;

export interface FillWatcher {
  close(): void;
}

export interface FillWatcherOptions {
  readonly client: Mt5Client;
  readonly store: FillStore;
  readonly clock: Clock;
  readonly log: (level: 'warn' | 'error', message: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/**
 * Keeps the audit log's `fill` records complete for the account that the terminal is logged in to: deals as they happen,
 * and after every gap, lost link or restart those that were missed. Which deals are written already is for the store to
 * know, so any number of processes may watch one account.
 */
export function watchFills({ client, store, clock, log }: FillWatcherOptions): FillWatcher {
  /** Deals that were announced and not looked at since. */
  const due = new Set<bigint>();
  /** How often a deal was looked at in vain. */
  const looks = new Map<bigint, number>();
  let mustCatchUp = true;
  let isWorking = false;
  let isClosed = false;
  let cancelPause: (() => void) | undefined;

  /** @returns false: whose deal it is is not known, or not yet */
  function record(of: Identity, deal: Deal): boolean {
    const request_id = requestIdIn(deal.comment);
    const clue = { order: deal.order, position: deal.position_id, ...(request_id !== undefined && { request_id }) };
    const request = store.requestOf(of, clue);
    if (request !== undefined) store.recordFill(of, deal.ticket, request, fillData(deal));
    return request !== undefined;
  }

  async function lookAt(ticket: bigint): Promise<void> {
    const of = identityOf(helloOf(client.link));
    due.delete(ticket);
    const answer = await mayFail(client.call('history_deals', { ticket }));
    const deal = answer?.deals.find((one) => one.ticket === ticket);
    if (deal === undefined || (isFill(deal) && !record(of, deal))) {
      const count = (looks.get(ticket) ?? 0) + 1;
      if (count < LOOKS) looks.set(ticket, count);
      else looks.delete(ticket);
      return;
    }
    looks.delete(ticket);
    if (!mustCatchUp) store.sawFills(of, deal.time_msc);
  }

  async function catchUp(): Promise<void> {
    mustCatchUp = false;
    const hello = await client.call('hello', {});
    const of = identityOf(hello);
    const now = hello.time_server;
    const seen = seenUntil(of, now);
    if (seen === undefined) return;
    const range = { from: Math.max(0, seen - LATE_MS), to: now + LATE_MS, count: PAGE };
    for (let offset = 0; ; offset += PAGE) {
      const { total, deals } = await client.call('history_deals', { ...range, offset });
      for (const deal of deals.filter(isFill)) {
        const isRecent = deal.time_msc > now - LATE_MS;
        if (!record(of, deal) && isRecent && !looks.has(deal.ticket)) looks.set(deal.ticket, 0);
      }
      if (offset + deals.length >= total || deals.length === 0) break;
    }
    store.sawFills(of, now);
  }

  /** On the terminal's clock: a replayed market lives in another time than this machine, and again and again. */
  function seenUntil(of: Identity, now: number): number | undefined {
    const first = store.firstRequestAt(of);
    if (first === undefined) return undefined;
    return Math.min(store.fillsSeen(of) ?? first + Math.min(0, now - clock.now()), now);
  }

  async function work(): Promise<void> {
    while (!isClosed) {
      const [ticket] = due;
      if (mustCatchUp) await catchUp();
      else if (ticket !== undefined) await lookAt(ticket);
      else return;
    }
  }

  async function run(): Promise<void> {
    isWorking = true;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Mt5Error)) throw error;
      mustCatchUp = true;
      const { code, message: problem } = error;
      if (client.link.state === 'up') log('warn', 'Fills could not be recorded yet; trying again.', { code, problem });
    } finally {
      isWorking = false;
    }
    if (!isClosed && (mustCatchUp || looks.size > 0)) pause();
  }

  function start(): void {
    if (!isWorking && !isClosed && client.link.state === 'up') void run();
  }

  /** Then everything that waits is looked at once more. */
  function pause(): void {
    cancelPause ??= clock.setTimer(PAUSE_MS, () => {
      cancelPause = undefined;
      for (const ticket of looks.keys()) due.add(ticket);
      start();
    });
  }

  const leave = client.on(
    'trade',
    'trade',
    ({ data }) => {
      if (data.type !== 'deal_add') return;
      due.add(data.deal);
      start();
    },
    () => {
      mustCatchUp = true;
      start();
    },
  );
  start();

  return {
    close() {
      isClosed = true;
      leave();
      cancelPause?.();
    },
  };
}

import { points } from '../../output/money.ts';
import type { Check } from '../check.ts';

const isoSecond = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

export const quote: Check = {
  code: 'QUOTE',
  title: 'A quote',
  needs: ['HELLO'],
  async examine(patient) {
    const symbol = await patient.symbol();
    const { reads } = await patient.bridge();
    const [{ bid, ask, spread, time_msc }, { digits }] = await Promise.all([
      reads.quote(symbol),
      reads.symbolInfo(symbol),
    ]);
    const prices = `${bid.toFixed(digits)} / ${ask.toFixed(digits)}`;
    return { status: 'ok', found: `${symbol} ${prices}, spread ${points(spread)}, of ${isoSecond(time_msc)}.` };
  },
};

const PATIENCE_MS = 5_000;

export const streaming: Check = {
  code: 'STREAMING',
  title: 'Streaming',
  needs: ['QUOTE'],
  async examine(patient) {
    const { client, reads } = await patient.bridge();
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const started = performance.now();
    const subscriptions = (await patient.symbols()).map((symbol) => client.ticks(symbol, () => resolve(symbol)));
    const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    const ticked = await promise;
    const took = Math.round(performance.now() - started);
    clearTimeout(timer);
    for (const unsubscribe of subscriptions) unsubscribe();
    if (ticked !== undefined) return { status: 'ok', found: `A tick of ${ticked} came after ${took} ms.` };

    const { symbol, is_open, next_open } = await reads.marketHours(await patient.symbol());
    if (!is_open) {
      const opens = next_open === null ? '' : ` It opens at ${isoSecond(next_open)}.`;
      return { status: 'skip', found: `The market of ${symbol} is closed, so no ticks come.${opens}` };
    }
    return {
      status: 'warn',
      found: `No tick came within ${PATIENCE_MS / 1000} s though the market of ${symbol} is open.`,
      what_to_do: 'In quiet hours run it again; if it stays so, check mt5.events and the Experts log of the terminal.',
    };
  },
};

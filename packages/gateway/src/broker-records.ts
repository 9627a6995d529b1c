import type { Mt5Client } from '@mt5-bridge/client';
import { Mt5Error, type Params, type TradeCommand } from '@mt5-bridge/protocol';
import type { Request } from './ledger/index.ts';
import { closedBy, identifierOf, MARGIN_MS, type Records } from './look-alikes.ts';
import { type Subject, subjectOf } from './reconcile.ts';

type Client = Pick<Mt5Client, 'call'>;

const PAGE = 1_000;

/** The position or order that a command is about, as it is now. @throws Mt5Error of the link */
export async function subjectNow(client: Client, command: TradeCommand): Promise<Subject> {
  const subject = subjectOf(command);
  if (subject === undefined) return { kind: 'nowhere' };
  return subject.kind === 'order' ? orderNow(client, subject.ticket) : positionNow(client, subject.ticket);
}

async function orderNow(client: Client, ticket: bigint): Promise<Subject> {
  const { orders } = await client.call('orders', {});
  const order = orders.find((one) => one.ticket === ticket);
  if (order !== undefined) return { kind: 'order', order };
  const [past] = await pastOrders(client, { ticket });
  return past === undefined ? { kind: 'nowhere' } : { kind: 'past', order: past };
}

async function positionNow(client: Client, ticket: bigint): Promise<Subject> {
  const { positions } = await client.call('positions', {});
  const position = positions.find((one) => one.ticket === ticket);
  if (position !== undefined) return { kind: 'position', position };
  const exit = (await pastDeals(client, { position: ticket })).findLast(({ entry }) => entry !== 'in');
  return exit === undefined ? { kind: 'nowhere' } : { kind: 'closed', exit };
}

/**
 * What can have to do with a request that leaves traces. Orders and positions are read first: what leaves them in the
 * meantime is in the history afterwards. @throws Mt5Error of the link
 */
export async function recordsAround(
  client: Client,
  { command, symbol, server_time }: Pick<Request, 'command' | 'symbol' | 'server_time'>,
): Promise<Records> {
  const [{ orders }, { positions }, { time_server }] = await Promise.all([
    client.call('orders', {}),
    client.call('positions', {}),
    client.call('hello', {}),
  ]);
  const closes = closedBy(command).map((ticket) => ({ position: identifierOf(positions, ticket) }));
  const range = { from: Math.max(0, server_time - MARGIN_MS), to: time_server + MARGIN_MS };
  const selections = closes.length > 0 ? closes : [{ ...range, ...(symbol !== null && { symbol }) }];
  const [history_orders, deals] = await Promise.all([
    Promise.all(selections.map((selection) => pastOrders(client, selection))),
    Promise.all(selections.map((selection) => pastDeals(client, selection))),
  ]);
  return { orders, positions, history_orders: history_orders.flat(), deals: deals.flat() };
}

type Selection = Omit<Params<'history_deals'>, 'offset' | 'count'>;

const pastOrders = (client: Client, selection: Selection) =>
  all(async (page) => {
    const { total, orders } = await client.call('history_orders', { ...selection, ...page });
    return { total, items: orders };
  });

const pastDeals = (client: Client, selection: Selection) =>
  all(async (page) => {
    const { total, deals } = await client.call('history_deals', { ...selection, ...page });
    return { total, items: deals };
  });

/** All pages; none where the terminal knows no such ticket. */
async function all<T>(
  read: (page: { offset: number; count: number }) => Promise<{ readonly total: number; readonly items: readonly T[] }>,
): Promise<T[]> {
  const found: T[] = [];
  try {
    for (;;) {
      const { total, items } = await read({ offset: found.length, count: PAGE });
      found.push(...items);
      if (items.length === 0 || found.length >= total) return found;
    }
  } catch (error) {
    if (error instanceof Mt5Error && error.code === 'TICKET_NOT_FOUND') return found;
    throw error;
  }
}

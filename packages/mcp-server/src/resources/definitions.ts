import type { InputRequiredResult } from '@modelcontextprotocol/server';
import { ResourceNotFoundError } from '@modelcontextprotocol/server';
import type { Config } from '@mt5-bridge/config';
import type { Observed } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { Tool, ToolContext } from '../define-tool.ts';
import { failedResource } from '../failures.ts';
import type { JsonRecord } from '../present/presentation.ts';
import { getAccountInfo } from '../tools/get-account-info.ts';
import { getBook } from '../tools/get-book.ts';
import { getOrders } from '../tools/get-orders.ts';
import { getPolicy } from '../tools/get-policy.ts';
import { getPositions } from '../tools/get-positions.ts';
import { getQuote } from '../tools/get-quote.ts';
import { getRecentAlerts } from '../tools/get-recent-alerts.ts';
import { listApprovals } from '../tools/list-approvals.ts';

/** What wakes the subscribers of a resource: something of the terminal, of the gateway or of the alert desk. */
export type Watched =
  | Observed
  | { readonly kind: 'approvals' }
  | { readonly kind: 'policy' }
  | { readonly kind: 'alerts' };

/** Something to read at any time and to be told about when it changes. */
export interface ResourceDefinition {
  readonly name: string;
  readonly title: string;
  /** Says the change rule too: what wakes a subscriber, and what doesn't. */
  readonly description: string;
  /** Its address, `{symbol}` standing for a symbol's name, percent-encoded. */
  readonly uri: string;
  /** Reading it gives this tool's answer, so both always say the same. */
  readonly tool: Tool;
  readonly args: (symbol: string) => Readonly<Record<string, unknown>>;
  readonly watched: (symbol: string) => Watched;
  /** The key of the shortest time between two change notices; absent: each change at once. */
  readonly interval?: keyof Config['streaming'];
}

/** One page with everything that is open; it says `next` in the rare case that there is more. */
const WHOLE_PAGE = { limit: 200 };

export const resources: readonly ResourceDefinition[] = [
  {
    name: 'account',
    title: 'Account',
    description:
      'Balance, equity, margin and permissions, as get_account_info. Changes when balance, credit, leverage or permissions change or margin is taken or freed by a trade; floating profit alone tells nobody.',
    uri: 'account://current',
    tool: getAccountInfo,
    args: () => ({}),
    watched: () => ({ kind: 'account' }),
    interval: 'account_poll_interval_ms',
  },
  {
    name: 'positions',
    title: 'Open positions',
    description:
      'Open positions, as get_positions. Changes when a position opens or closes or its volume, stop loss or take profit changes; price and floating profit alone tell nobody.',
    uri: 'positions://current',
    tool: getPositions,
    args: () => WHOLE_PAGE,
    watched: () => ({ kind: 'positions' }),
    interval: 'positions_poll_interval_ms',
  },
  {
    name: 'orders',
    title: 'Pending orders',
    description:
      'Pending orders, as get_orders. Changes when an order is placed, executed, cancelled or expires or its volume, prices, stops or expiration change.',
    uri: 'orders://current',
    tool: getOrders,
    args: () => WHOLE_PAGE,
    watched: () => ({ kind: 'orders' }),
    interval: 'positions_poll_interval_ms',
  },
  {
    name: 'quote',
    title: 'Quote of a symbol',
    description: 'Newest bid and ask, as get_quote. Changes with every tick; ticks that come together are told once.',
    uri: 'quotes://{symbol}',
    tool: getQuote,
    args: (symbol) => ({ symbol }),
    watched: (symbol) => ({ kind: 'quote', symbol }),
    interval: 'quote_poll_interval_ms',
  },
  {
    name: 'book',
    title: 'Depth of market of a symbol',
    description: 'Price levels with volume, as get_book. Changes with every change of the book.',
    uri: 'book://{symbol}',
    tool: getBook,
    args: (symbol) => ({ symbol }),
    watched: (symbol) => ({ kind: 'book', symbol }),
    interval: 'quote_poll_interval_ms',
  },
  {
    name: 'policy',
    title: "The owner's limits",
    description:
      'Limits with what is used and left, symbols, approvals and kill switch, as get_policy. Changes when the owner changes a rule, the kill switch is pulled or released, or an order uses a limit; floating profit alone tells nobody.',
    uri: 'policy://current',
    tool: getPolicy,
    args: () => ({}),
    watched: () => ({ kind: 'policy' }),
  },
  {
    name: 'approvals',
    title: 'Pending approvals',
    description:
      'Orders that wait for a yes, as list_approvals. Changes when an order begins to wait, is approved or denied, or its approval expires or becomes void.',
    uri: 'approvals://pending',
    tool: listApprovals,
    args: () => ({ ...WHOLE_PAGE, state: 'pending' }),
    watched: () => ({ kind: 'approvals' }),
  },
  {
    name: 'alerts',
    title: 'Recent alerts',
    description:
      'The newest alerts, as get_recent_alerts. Changes when an alert comes in, is claimed or resolved; one that comes again tells nobody.',
    uri: 'alerts://recent',
    tool: getRecentAlerts,
    args: () => ({}),
    watched: () => ({ kind: 'alerts' }),
  },
];

/** Without a gateway there are no rules and no approvals to read, without a desk no alerts. */
export function offeredResources(context: ToolContext): readonly ResourceDefinition[] {
  return resources.filter(({ tool: { needs } }) => needs === null || context[needs] !== undefined);
}

/** @throws Mt5Error */
export function watch(watched: Watched, context: ToolContext, listener: () => void): () => void {
  const { reads, gateway, alerts, onConfig } = context;
  if (watched.kind === 'alerts') return alerts?.observe(listener) ?? (() => {});
  if (watched.kind !== 'approvals' && watched.kind !== 'policy') return reads.observe(watched, listener);
  if (gateway === undefined) throw new Mt5Error('TRADING_READ_ONLY');
  const unobserve = gateway.observe(watched.kind, listener);
  if (watched.kind === 'approvals') return unobserve;
  const unfollow = onConfig(listener);
  return () => {
    unobserve();
    unfollow();
  };
}

const PLACE = '{symbol}';

export const isTemplate = (definition: ResourceDefinition): boolean => definition.uri.endsWith(PLACE);

/** A resource that a client named: which one, and of which symbol. */
export interface ResourceAddress {
  readonly uri: string;
  readonly definition: ResourceDefinition;
  /** Empty where the resource has none. */
  readonly symbol: string;
}

/**
 * What a URI names.
 * @throws ResourceNotFoundError when no resource is there; ProtocolError with INVALID_SYMBOL when its symbol is not properly
 * percent-encoded
 */
export function addressOf(uri: string, offered: readonly ResourceDefinition[] = resources): ResourceAddress {
  for (const definition of offered) {
    if (definition.uri === uri) return { uri, definition, symbol: '' };
    const root = definition.uri.slice(0, -PLACE.length);
    if (!isTemplate(definition) || !uri.startsWith(root) || uri.length === root.length) continue;
    return { uri, definition, symbol: decoded(uri, uri.slice(root.length)) };
  }
  throw new ResourceNotFoundError(uri);
}

/** What reading it gives. @throws Mt5Error */
export function answerOf(
  { definition, symbol }: ResourceAddress,
  context: ToolContext,
): Promise<JsonRecord | InputRequiredResult> {
  return definition.tool.answer(definition.args(symbol), context);
}

function decoded(uri: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw failedResource(uri, new Mt5Error('INVALID_SYMBOL', `"${part}" is not properly percent-encoded.`));
  }
}

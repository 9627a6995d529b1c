import type { OrderType, Quote, SymbolInfo, TradeCommand } from '@mt5-bridge/protocol';
import { commentOf } from './comment.ts';
import {
  type CommandDefaults,
  closingPrice,
  type IntentFacts,
  type IntentOf,
  infoOf,
  openingPrice,
  quoteOf,
} from './facts.ts';
import { fillingOf } from './filling.ts';
import { type Lifetime, lifetimeOf } from './lifetime.ts';
import { checkDeviation, checkMagic, checkVolume, invalid, onGrid } from './numbers.ts';
import { checkPending, checkStops, type PendingPrices, stopOf } from './prices.ts';

type Intent = IntentOf<'place_order'>;

export function placeOrder(intent: Intent, facts: IntentFacts, defaults: CommandDefaults): TradeCommand {
  const info = infoOf(facts, intent.symbol);
  const quote = quoteOf(facts, intent.symbol);
  checkVolume(intent.volume, info);
  const type: OrderType = intent.type === 'market' ? intent.side : `${intent.side}_${intent.type}`;
  const terms =
    intent.type === 'market'
      ? marketTerms(intent, quote)
      : pendingTerms(type, intent, info, quote, facts.terminal_time);
  const sl = stopOf(intent.sl, 'sl', null, info);
  const tp = stopOf(intent.tp, 'tp', null, info);
  checkStops(intent.side, { sl, tp }, stopsFrom(intent, terms, quote), info);
  return {
    operation: 'order_send',
    params: {
      request_id: defaults.request_id,
      symbol: intent.symbol,
      type,
      volume: intent.volume,
      ...terms,
      sl,
      tp,
      deviation: checkDeviation(intent.deviation ?? defaults.deviation),
      type_filling: fillingOf(type, info, intent.filling),
      magic: checkMagic(intent.magic ?? defaults.magic),
      comment: commentOf(defaults.request_id, intent.comment),
    },
  };
}

type Terms = PendingPrices & Lifetime;

function marketTerms(intent: Intent, quote: Quote): Terms {
  for (const argument of ['price', 'stop_limit_price', 'expiration', 'time_in_force'] as const) {
    if (intent[argument] !== undefined) throw invalid(argument, 'does not go with a market order');
  }
  return { price: openingPrice(intent.side, quote), stoplimit: null, type_time: 'gtc', expiration: null };
}

function pendingTerms(type: OrderType, intent: Intent, info: SymbolInfo, quote: Quote, now: number): Terms {
  const { price: asked, stop_limit_price } = intent;
  const isStopLimit = intent.type === 'stop_limit';
  if (asked === undefined) throw invalid('price', `is needed for a ${intent.type} order`);
  if (isStopLimit && stop_limit_price === undefined)
    throw invalid('stop_limit_price', 'is needed for a stop_limit order');
  if (!isStopLimit && stop_limit_price !== undefined) {
    throw invalid('stop_limit_price', `does not go with a ${intent.type} order`);
  }
  const price = onGrid(asked, 'price', info, 'INVALID_PRICE');
  const stoplimit =
    stop_limit_price === undefined ? null : onGrid(stop_limit_price, 'stop_limit_price', info, 'INVALID_PRICE');
  checkPending(type, { price, stoplimit }, info, quote);
  return { price, stoplimit, ...lifetimeOf(intent, info, now) };
}

/** Stops of a market order count from the price that would close it, those of a pending one from where it opens. */
function stopsFrom(intent: Intent, { price, stoplimit }: Terms, quote: Quote): { name: string; price: number } {
  if (intent.type === 'market') {
    return { name: intent.side === 'buy' ? 'bid' : 'ask', price: closingPrice(intent.side, quote) };
  }
  return stoplimit === null ? { name: 'price', price: price } : { name: 'stop_limit_price', price: stoplimit };
}

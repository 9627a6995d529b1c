import type { Mt5Client } from '@mt5-bridge/client';
import {
  type AccountInfo,
  type Clock,
  type Deal,
  Mt5Error,
  type Order,
  type Params,
  type Position,
  type Quote,
  type Result,
  type SymbolInfo,
  type TradeCommand,
} from '@mt5-bridge/protocol';
import type { TradeIntent } from '../api.ts';
import { commandOf, DEFAULT_DEVIATION, type IntentFacts } from '../intents/index.ts';
import type { EquityStore, MarketReading, Reading, SnapshotReader, SnapshotReading } from '../ports.ts';
import { helloOf, identityOf } from '../read/identity.ts';
import type { TerminalReads } from '../read/index.ts';
import { births } from './birth.ts';
import { conversion, type Pair, rateOf } from './conversion.ts';
import { realised, serverDay } from './day.ts';
import { equityPeak, transfersFrom } from './equity-peak.ts';
import { mayFail } from './may-fail.ts';
import { newsAround } from './news.ts';
import { specifications } from './specifications.ts';
import { tradeRequestOf } from './trade-request.ts';

export interface SnapshotReaderOptions {
  readonly client: Mt5Client;
  readonly reads: Pick<TerminalReads, 'symbolInfo'>;
  readonly equity: EquityStore;
  readonly clock: Pick<Clock, 'now'>;
  /** Of the economic calendar, on either side of the present; 0 reads none. */
  readonly newsMinutes: () => number;
}

/** What the terminal does not need to know to judge a request. */
const UNNAMED = { request_id: '0'.repeat(12), magic: 0n, deviation: DEFAULT_DEVIATION };
const MOST_DEALS_A_PAGE = 1_000;

interface Known {
  readonly hello: Result<'hello'>;
  readonly account: AccountInfo;
  readonly positions: readonly Position[];
  readonly orders: readonly Order[];
}

/**
 * Reads in two rounds of parallel calls, three where the symbol is that of a ticket: first what is there, then the
 * market and the history of it. What the terminal does not give is left undefined, for the rules to refuse; a failure of
 * the link, or of what nothing can be judged without (account, positions, orders, the symbol asked for), is thrown.
 */
export function createSnapshotReader(options: SnapshotReaderOptions): SnapshotReader {
  const { client, reads, equity, clock } = options;
  const converting = conversion(client);
  const specification = specifications(client, clock);
  const bornAt = births(client);
  const newsOf = newsAround(client, clock, options.newsMinutes);
  /** Pairs that were needed before are asked for with the first quotes, which saves a round. */
  const usualPairs = new Set<string>();

  /** While the very first link is on its way, a call waits for it; one that is down is refused at once. */
  async function linked(): Promise<Result<'hello'>> {
    if (client.link.state === 'connecting') await client.call('hello', {});
    return helloOf(client.link);
  }

  /** Orders before positions: one that is filled in between is then seen twice, the other way round not at all. */
  async function readKnown(): Promise<Known> {
    const [hello, { account }, { orders }, { positions }] = await Promise.all([
      client.call('hello', {}),
      client.call('account_info', {}),
      client.call('orders', {}),
      client.call('positions', {}),
    ]);
    if (hello.login === account.login && hello.server === account.server) return { hello, account, positions, orders };
    throw anotherAccount(hello, account);
  }

  /** The symbol that the request itself names. */
  async function readNamed(symbol: string): Promise<{ info: SymbolInfo; quote: Quote | undefined }> {
    const [info, quote] = await Promise.all([reads.symbolInfo(symbol), mayFail(client.call('quote', { symbol }))]);
    return { info, quote };
  }

  async function quotesOf(symbols: readonly string[]): Promise<Map<string, Quote>> {
    const known = new Map<string, Quote>();
    if (symbols.length === 0) return known;
    const answer = await mayFail(client.call('quotes', { symbols: [...new Set(symbols)] }));
    for (const quote of answer?.quotes ?? []) known.set(quote.symbol, quote);
    return known;
  }

  const infosOf = async (symbols: readonly string[]): Promise<SymbolInfo[]> =>
    (await Promise.all(symbols.map(specification))).filter((info) => info !== undefined);

  /** Specification, quote and rate of every symbol; the quotes of one moment, but for that of the symbol named. */
  async function readMarket(
    symbols: readonly string[],
    named: { readonly info: SymbolInfo; readonly quote: Quote | undefined } | undefined,
    currency: string,
  ): Promise<Map<string, MarketReading>> {
    const others = symbols.filter((symbol) => symbol !== named?.info.name);
    const [infos, quotes] = await Promise.all([infosOf(others), quotesOf([...others, ...usualPairs])]);
    if (named?.quote !== undefined) quotes.set(named.info.name, named.quote);
    const all = named === undefined ? infos : [named.info, ...infos];
    const pairs = await pairsOf(new Set(all.map((info) => info.currency_profit)), currency);
    const unknown = [...pairs.values()].filter((route) => rateOf(route, quotes) === undefined).flat();
    const rates = new Map([...quotes, ...(await quotesOf(unknown.map(({ symbol }) => symbol)))]);
    for (const { symbol } of unknown) if (rates.has(symbol)) usualPairs.add(symbol);
    return new Map(
      all.map((info) => {
        const route = pairs.get(info.currency_profit) ?? [];
        const rate = info.currency_profit === currency ? 1 : rateOf(route, rates);
        return [info.name, { info, quote: quotes.get(info.name), rate }];
      }),
    );
  }

  async function pairsOf(currencies: ReadonlySet<string>, account: string): Promise<Map<string, readonly Pair[]>> {
    const found = [...currencies].map(async (currency) => {
      const pairs = await mayFail(converting.pairs(currency, account));
      return [currency, pairs ?? []] as const;
    });
    return new Map(await Promise.all(found));
  }

  async function dealsSince(from: number, to: number): Promise<Deal[]> {
    const found: Deal[] = [];
    for (;;) {
      const page = { from, to, offset: found.length, count: MOST_DEALS_A_PAGE };
      const { total, deals } = await client.call('history_deals', page);
      found.push(...deals);
      if (deals.length === 0 || found.length >= total) return found;
    }
  }

  async function check(about: TradeIntent | TradeCommand | undefined, facts: IntentFacts) {
    const command = about && commandIn(about, facts);
    const request = command && tradeRequestOf(command, facts);
    if (command === undefined || request === undefined) return { check: undefined, margin: undefined };
    const [verdict, needed] = await Promise.all([
      mayFail(client.call('order_check', request)),
      command.operation === 'order_send' ? mayFail(client.call('calc_margin', marginOf(command.params))) : undefined,
    ]);
    return {
      check: verdict && { retcode: verdict.retcode, comment: verdict.comment },
      margin: needed?.margin,
    };
  }

  /** All of it is of one account and one life of the terminal. */
  function checkSame(hello: Result<'hello'>, epoch: number): void {
    const after = helloOf(client.link);
    if (after.login !== hello.login || after.server !== hello.server) throw anotherAccount(hello, after);
    if (hello.epoch === epoch && after.epoch === epoch) return;
    throw new Mt5Error('TERMINAL_NOT_CONNECTED', 'The terminal started anew while it was read.');
  }

  return {
    async read(about) {
      const { epoch } = await linked();
      const started_at = clock.now();
      const name = about === undefined ? undefined : symbolNamed(about);
      const [known, named] = await Promise.all([readKnown(), name === undefined ? undefined : readNamed(name)]);
      const { hello, account, positions, orders } = known;
      const identity = identityOf(hello);
      const now = hello.time_server;
      const day = serverDay(client.zone, now);
      const held = [...new Set([...positions, ...orders].map(({ symbol }) => symbol))];
      const facts = { account, positions, orders, terminal_time: now };
      const from = Math.min(day.started_at, transfersFrom(equity.mark(identity), now));

      const market = readMarket(held, named, account.currency);
      const judged = (known: IntentFacts['market']) => check(about, { ...facts, market: known });
      const [marketFacts, deals, verdict, born, news] = await Promise.all([
        market,
        mayFail(dealsSince(from, day.resets_at)),
        named === undefined ? market.then(judged) : judged(new Map([[named.info.name, { ...named, rate: undefined }]])),
        bornAt(hello),
        newsOf(hello),
      ]);
      checkSame(hello, epoch);

      const today = deals?.filter(({ time_msc }) => time_msc >= day.started_at);
      const snapshot: SnapshotReading = {
        environment: identity.environment,
        ...facts,
        market: marketFacts,
        day: { ...day, realised: today && realised(today) },
        equity_peak: deals && equityPeak(equity, identity, { equity: account.equity, now, deals, born }),
        news,
        margin: verdict.margin,
      };
      return { identity, snapshot, check: verdict.check, deals: today, started_at } satisfies Reading;
    },
  };
}

function anotherAccount(
  before: Pick<AccountInfo, 'login' | 'server'>,
  now: Pick<AccountInfo, 'login' | 'server'>,
): Mt5Error {
  const name = ({ login, server }: Pick<AccountInfo, 'login' | 'server'>): string => `${login} ${server}`;
  return new Mt5Error('ACCOUNT_MISMATCH', 'The terminal changed its account while it was read.', {
    details: { before: name(before), now: name(now) },
  });
}

/** Of an intent that can't be one, nothing is asked; whoever resolves it says why. */
function commandIn(about: TradeIntent | TradeCommand, facts: IntentFacts): TradeCommand | undefined {
  if ('operation' in about) return about;
  try {
    return commandOf(about, facts, UNNAMED);
  } catch (error) {
    if (error instanceof Mt5Error) return undefined;
    throw error;
  }
}

/** What the order would need by itself: a waiting one when it opens, at the price at which it does. */
function marginOf({ type, symbol, volume, price, stoplimit }: Params<'order_send'>): Params<'calc_margin'> {
  const at = stoplimit ?? price;
  return { type: type.startsWith('buy') ? 'buy' : 'sell', symbol, volume, ...(at !== null && { price: at }) };
}

function symbolNamed(about: TradeIntent | TradeCommand): string | undefined {
  if ('action' in about) return about.action === 'place_order' ? about.symbol : undefined;
  return about.operation === 'order_send' ? about.params.symbol : undefined;
}

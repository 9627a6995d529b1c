import type { TradeCommand } from '@mt5-bridge/protocol';
import type { Assessment, InFlight, MarketFacts, OrderFacts, PositionFacts, Situation } from '../api.ts';
import { type Decimal, upward } from '../decimal.ts';

type Maybe = Decimal | undefined;

/** What a command would do, in exact figures; undefined = not known, or does not apply. */
export interface Assessed {
  readonly command: TradeCommand;
  readonly risk: Assessment['risk'];
  /** undefined where the ticket is not known. */
  readonly symbol: string | undefined;
  readonly facts: MarketFacts | undefined;
  /** Positions and orders that it would change. */
  readonly touched: readonly (PositionFacts | OrderFacts)[];
  readonly price: Maybe;
  readonly notional: Maybe;
  /** Stop loss afterwards, of what adds risk. */
  readonly stop: number | null;
  readonly moneyAtRisk: Maybe;
  /** It realises a result at once. */
  readonly closes: boolean;
  readonly realised: Maybe;
}

/** What is the same for a command whose ticket is not known: nothing is known. */
export const nothingKnown = {
  risk: 'adds',
  symbol: undefined,
  facts: undefined,
  touched: [],
  price: undefined,
  notional: undefined,
  stop: null,
  moneyAtRisk: undefined,
  closes: false,
  realised: undefined,
} as const satisfies Omit<Assessed, 'command'>;

export type ParamsOf<N extends TradeCommand['operation']> = Extract<TradeCommand, { operation: N }>['params'];

/** Requests that are on their way besides this one. */
export function others({ in_flight }: Situation, { params }: TradeCommand): readonly InFlight[] {
  return in_flight.filter(({ request_id }) => request_id !== params.request_id);
}

/** For the answer. Amounts that count against a limit are the nearest double that is not below. */
export function assessment(assessed: Assessed, margin: number | undefined): Assessment {
  const { risk, notional, moneyAtRisk, price, realised } = assessed;
  return {
    risk,
    notional: notional === undefined ? null : upward(notional),
    money_at_risk: moneyAtRisk === undefined ? null : upward(moneyAtRisk),
    margin: margin ?? null,
    price: price?.toNumber() ?? null,
    realised: realised?.toNumber() ?? null,
  };
}

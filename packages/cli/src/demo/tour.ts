import type { Client } from '@modelcontextprotocol/client';
import type { Timeframe } from '@mt5-bridge/protocol';
import type { TicksColumns } from '@mt5-bridge/protocol/wire';
import type { Speed } from '../option-values.ts';
import type { Owner } from './owner.ts';
import type { Screen } from './screen.ts';
import { account } from './steps/account.ts';
import { audit } from './steps/audit.ts';
import { bars } from './steps/bars.ts';
import { hours } from './steps/hours.ts';
import { order } from './steps/order.ts';
import { quote } from './steps/quote.ts';
import { terminal } from './steps/terminal.ts';
import { ticks } from './steps/ticks.ts';

/** What the steps of the tour work with. */
export interface Stage {
  readonly client: Client;
  readonly screen: Screen;
  readonly owner: Owner;
  readonly show: Show;
  /** A price with the digits of the symbol. */
  readonly price: (value: number) => string;
}

/** What the tour is about. */
export interface Show {
  /** The first replayed file's, or EURUSD. */
  readonly symbol: string;
  /** Of the bars: a recording's own. */
  readonly timeframe: Timeframe;
  /** Only where ticks are replayed. */
  readonly recording?: Recording;
}

/** Recorded ticks of the symbol, in broker server time. */
export interface Recording {
  readonly name: string;
  readonly ticks: TicksColumns;
  /** Where the market began to run. */
  readonly from: number;
}

/** One thing that an MCP client sees. @throws what went wrong */
export type Step = (stage: Stage) => Promise<void>;

const reads: readonly Step[] = [terminal, account, quote, ticks, bars, hours];

/** What there is to see of a market that runs so many times faster than a real one. */
export const stepsAt = (speed: Speed): readonly Step[] =>
  speed === 'max' || speed > CALM ? [...reads, tooFast] : [...reads, order, audit];

/** Times faster than real: beyond it the price runs away while somebody types a passphrase. */
const CALM = 60;

const tooFast: Step = async ({ screen }) => {
  await screen.heading('An order', 'left out');
  await screen.text(`This market runs too fast for a person to approve an order; at --speed ${CALM} or less one does.`);
};

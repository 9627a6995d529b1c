import type { Requirement } from '../suite.ts';
import { account } from './account.ts';
import { calc } from './calc.ts';
import { calendar } from './calendar.ts';
import { desk } from './desk.ts';
import { events } from './events.ts';
import { frames } from './frames.ts';
import { hello } from './hello.ts';
import { indicator } from './indicator.ts';
import { journal } from './journal.ts';
import { lookup } from './lookup.ts';
import { netting } from './netting.ts';
import { partial } from './partial.ts';
import { pending } from './pending.ts';
import { rates } from './rates.ts';
import { screenshot } from './screenshot.ts';
import { symbols } from './symbols.ts';
import { ticks } from './ticks.ts';
import { trade } from './trade.ts';
import { tradeEvents } from './trade-events.ts';

/** The wire's promises, numbered. What is not here is not promised. */
export const requirements: readonly Requirement[] = [
  ...frames,
  ...hello,
  ...symbols,
  ...rates,
  ...ticks,
  ...account,
  ...calc,
  ...events,
  ...trade,
  ...netting,
  ...partial,
  ...pending,
  ...journal,
  ...lookup,
  ...tradeEvents,
  ...indicator,
  ...calendar,
  ...screenshot,
  ...desk,
];

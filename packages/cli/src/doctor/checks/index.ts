import type { Check } from '../check.ts';
import { addresses, eaVersion, hello, mcpServer, sockets } from './connection.ts';
import { configuration, node } from './machine.ts';
import { quote, streaming } from './market.ts';
import { orders } from './orders.ts';
import { account, algoTrading, broker } from './terminal.ts';
import { clock, timeZone } from './time.ts';

/** All checks, in the order in which one may rest on another. */
export const checks: readonly Check[] = [
  node,
  configuration,
  addresses,
  sockets,
  hello,
  eaVersion,
  broker,
  algoTrading,
  account,
  clock,
  timeZone,
  quote,
  streaming,
  orders,
  mcpServer,
];

import { z } from 'zod';
import { ipAddress, key } from '../key-facts.ts';

/** As TradingView documents them (support article 43000529348). */
const SOURCES = ['52.89.214.238', '34.212.75.30', '54.218.53.128', '52.32.178.7'];

const SYMBOL = /^[^=\s]+=[^=]+$/;

export const tradingview = z.strictObject({
  enabled: key(z.boolean(), false, {
    description: 'Whether the HTTP server takes alerts at /hooks/tradingview/SECRET; mt5-bridge alerts url shows it.',
    effect: 'at_once',
  }),
  allowed_sources: key(z.array(ipAddress), SOURCES, {
    description: "Addresses that alerts may come from; the default are TradingView's own, an empty list is any.",
    effect: 'at_once',
    allowed: 'a list of IP addresses or ranges such as ["52.89.214.238"]',
  }),
  client_certificate: key(z.enum(['off', 'required']), 'off', {
    description:
      "Whether alerts must come with TradingView's client certificate; this server must then speak HTTPS itself.",
    effect: 'restart',
    allowed: '"off" or "required"',
    candidates: () => ['off', 'required'],
  }),
  client_ca: key(z.string(), '', {
    description:
      'File with the authorities that such certificates must come from (PEM); empty is the usual public ones.',
    effect: 'restart',
    allowed: 'a path in quotes (empty for the public ones)',
  }),
  stale_after_seconds: key(z.int().min(1).max(86_400), 60, {
    description: 'An alert that arrives later than this after it fired is marked stale.',
    unit: 's',
    effect: 'at_once',
  }),
  max_per_minute: key(z.int().min(1).max(10_000), 120, {
    description: 'Most alerts in any 60 seconds; more are answered 429.',
    effect: 'at_once',
  }),
  keep_days: key(z.int().min(1).max(3_650), 30, {
    description: 'How long alerts are kept.',
    unit: 'days',
    effect: 'at_once',
  }),
  symbols: key(z.array(z.string().trim().regex(SYMBOL)), [], {
    description: "Broker's names of TradingView's symbols, where they differ.",
    effect: 'at_once',
    allowed: 'a list of texts such as ["BINANCE:BTCUSDT=BTCUSD", "OANDA:EURUSD=EURUSD.r"]',
  }),
});

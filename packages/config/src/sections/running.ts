import { z } from 'zod';
import { key } from '../key-facts.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const PYTHON_LEVELS: Readonly<Record<string, string>> = { warning: 'warn', critical: 'fatal' };

const logLevel = z
  .string()
  .transform((text) => PYTHON_LEVELS[text.toLowerCase()] ?? text.toLowerCase())
  .pipe(z.enum(LOG_LEVELS));

/**
 * Data is pushed here, not polled: 0 tells each change at once, and what changes together is told once. A value other
 * than 0 spaces the notices out, which is all that a client of mt5-trading-mcp could see of its poll intervals.
 */
export const streaming = z.strictObject({
  quote_poll_interval_ms: key(z.int().min(0).max(10_000), 0, {
    description:
      'Shortest time between two change notices of one quotes:// or book:// resource; 0 tells each change at once.',
    unit: 'ms',
    effect: 'at_once',
  }),
  account_poll_interval_ms: key(z.int().min(0).max(60_000), 50, {
    description: 'Shortest time between two change notices of account://current.',
    unit: 'ms',
    effect: 'at_once',
  }),
  positions_poll_interval_ms: key(z.int().min(0).max(60_000), 50, {
    description: 'Shortest time between two change notices of positions://current, and of orders://current.',
    unit: 'ms',
    effect: 'at_once',
  }),
});

export const logging = z.strictObject({
  level: key(logLevel, 'warn', {
    description: 'Least severe log line that is written; the log goes to stderr.',
    effect: 'at_once',
    allowed: `one of ${LOG_LEVELS.join(', ')} (or DEBUG, INFO, WARNING, ERROR, CRITICAL; any case)`,
    candidates: () => [...LOG_LEVELS, ...Object.keys(PYTHON_LEVELS)],
    env: 'MT5_BRIDGE_LOG_LEVEL',
  }),
});

const TEN_YEARS_S = 315_360_000;

export const idempotency = z.strictObject({
  ttl_seconds: key(z.int().min(1).max(TEN_YEARS_S), 86_400, {
    description: 'How long an idempotency key is remembered after its order was settled.',
    unit: 's',
    effect: 'at_once',
  }),
  path: key(z.string(), '', {
    description: 'Of mt5-trading-mcp; mt5-bridge keeps idempotency in the ledger of its data directory.',
    effect: 'none',
    allowed: 'a path in quotes',
  }),
});

const TEBIBYTE = 2 ** 40;

export const audit = z.strictObject({
  path: key(z.string(), '', {
    description: 'The audit log; empty is audit.jsonl in the data directory, where a relative path begins too.',
    effect: 'restart',
    allowed: 'a path in quotes (empty for the default)',
  }),
  max_bytes: key(z.int().min(1).max(TEBIBYTE), 10_485_760, {
    description: 'Size from which on the audit log goes on in a new file.',
    unit: 'bytes',
    effect: 'restart',
  }),
});

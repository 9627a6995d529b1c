import { z } from 'zod';
import { key } from '../key-facts.ts';

// What mt5-trading-mcp has and this version does not: accepted, so that a file of its users stays as it is.

const NO_TELEMETRY = 'Of mt5-trading-mcp; mt5-bridge sends no telemetry.';
const OF_PICTURES = 'Of mt5-trading-mcp; here whoever asks for a picture of a chart says its size.';

export const telemetry = z.strictObject({
  enabled: key(z.boolean(), false, { description: NO_TELEMETRY, effect: 'none' }),
  endpoint: key(z.string(), '', { description: NO_TELEMETRY, effect: 'none', allowed: 'an address in quotes' }),
});

const MOST_PIXELS = 100_000;

export const screenshot = z.strictObject({
  width: key(z.int().min(1).max(MOST_PIXELS), 1280, { description: OF_PICTURES, unit: 'pixels', effect: 'none' }),
  height: key(z.int().min(1).max(MOST_PIXELS), 720, { description: OF_PICTURES, unit: 'pixels', effect: 'none' }),
  template: key(z.string(), '', { description: OF_PICTURES, effect: 'none', allowed: 'a template name in quotes' }),
  timeout_s: key(z.number().positive(), 10, {
    description: OF_PICTURES,
    unit: 's',
    effect: 'none',
    allowed: 'a number above 0',
  }),
});

import { z } from 'zod';
import { key, names, PORT_LIMIT, section } from '../key-facts.ts';

// What mt5-trading-mcp has and this version does not: accepted, so that a file of its users stays as it is.

const STDIO_ONLY = 'Of the HTTP server, which this version does not have: it serves stdio only.';
const NO_TELEMETRY = 'Of mt5-trading-mcp; mt5-bridge sends no telemetry.';
const NO_SCREENSHOTS = 'Of mt5-trading-mcp; this version takes no chart screenshots.';

const hostNames = { description: STDIO_ONLY, effect: 'none', allowed: 'a list of texts in quotes' } as const;

export const transport = z.strictObject({
  http: section(
    z.strictObject({
      host: key(z.string(), '127.0.0.1', { description: STDIO_ONLY, effect: 'none', allowed: 'a host name in quotes' }),
      port: key(z.int().min(1).max(PORT_LIMIT), 8765, { description: STDIO_ONLY, effect: 'none' }),
      auth_token: key(z.string(), '', {
        description: STDIO_ONLY,
        effect: 'none',
        allowed: 'a text in quotes',
        secret: true,
      }),
      stateless: key(z.boolean(), true, { description: STDIO_ONLY, effect: 'none' }),
      trusted_hosts: key(names, [], hostNames),
      trusted_origins: key(names, [], hostNames),
    }),
  ),
});

export const telemetry = z.strictObject({
  enabled: key(z.boolean(), false, { description: NO_TELEMETRY, effect: 'none' }),
  endpoint: key(z.string(), '', { description: NO_TELEMETRY, effect: 'none', allowed: 'an address in quotes' }),
});

const MOST_PIXELS = 100_000;

export const screenshot = z.strictObject({
  width: key(z.int().min(1).max(MOST_PIXELS), 1280, { description: NO_SCREENSHOTS, unit: 'pixels', effect: 'none' }),
  height: key(z.int().min(1).max(MOST_PIXELS), 720, { description: NO_SCREENSHOTS, unit: 'pixels', effect: 'none' }),
  template: key(z.string(), '', { description: NO_SCREENSHOTS, effect: 'none', allowed: 'a template name in quotes' }),
  timeout_s: key(z.number().positive(), 10, {
    description: NO_SCREENSHOTS,
    unit: 's',
    effect: 'none',
    allowed: 'a number above 0',
  }),
});

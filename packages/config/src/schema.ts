import { z } from 'zod';
import { section } from './key-facts.ts';
import { screenshot, telemetry } from './sections/accepted.ts';
import { transport } from './sections/http.ts';
import { mt5 } from './sections/mt5.ts';
import { notify } from './sections/notify.ts';
import { approvals, live, symbols } from './sections/owner.ts';
import { policy } from './sections/policy.ts';
import { audit, idempotency, logging, streaming } from './sections/running.ts';
import { tradingview } from './sections/tradingview.ts';

export const configSchema = z.strictObject({
  mt5: section(mt5),
  policy: section(policy),
  symbols: section(symbols),
  live: section(live),
  approvals: section(approvals),
  streaming: section(streaming),
  logging: section(logging),
  idempotency: section(idempotency),
  audit: section(audit),
  transport: section(transport),
  tradingview: section(tradingview),
  notify: section(notify),
  telemetry: section(telemetry),
  screenshot: section(screenshot),
});

type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly E[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/**
 * The whole configuration; the names are the file's own. Every key is present but those of `policy` that take their
 * value from the preset: `policyOf` has them all.
 */
export type Config = DeepReadonly<z.output<typeof configSchema>>;

/** What is in force without a file. */
export const DEFAULT_CONFIG: Config = configSchema.parse({});

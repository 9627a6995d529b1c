import { z } from 'zod';
import { namedSections, section } from './key-facts.ts';
import { PRESETS } from './presets.ts';
import { screenshot, telemetry } from './sections/accepted.ts';
import { transport } from './sections/http.ts';
import { mt5 } from './sections/mt5.ts';
import { notify } from './sections/notify.ts';
import { approvals, live, symbols } from './sections/owner.ts';
import { policy } from './sections/policy.ts';
import { profile } from './sections/profiles.ts';
import { audit, idempotency, logging, streaming } from './sections/running.ts';
import { tradingview } from './sections/tradingview.ts';

const sections = z.strictObject({
  mt5: section(mt5),
  policy: section(policy),
  profiles: namedSections(profile),
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

/** Each magic number is one strategy's: by it positions and deals are told apart. */
export const configSchema = sections.superRefine(({ policy, profiles }, context) => {
  const owners = new Map([[policy.magic ?? PRESETS[policy.preset].magic, 'policy.magic']]);
  for (const [name, { magic }] of Object.entries(profiles)) {
    const owner = owners.get(magic);
    owners.set(magic, `profiles.${name}.magic`);
    if (owner === undefined) continue;
    context.addIssue({
      code: 'custom',
      path: ['profiles', name, 'magic'],
      message: `is ${magic}, and so is ${owner}`,
      params: { what_to_do: 'Give each profile a magic number of its own.' },
    });
  }
});

type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly E[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/**
 * The whole configuration; the names are the file's own. Every key is present but those of `policy` that take their
 * value from the preset, and limits that a profile does not have: `policyOf` and `profilesOf` have them all.
 */
export type Config = DeepReadonly<z.output<typeof configSchema>>;

/** What is in force without a file. */
export const DEFAULT_CONFIG: Config = configSchema.parse({});

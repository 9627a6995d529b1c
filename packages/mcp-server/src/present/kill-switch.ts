import type { KillSwitch } from '@mt5-bridge/gateway';
import { z } from 'zod';
import { outsideTextOrNull } from './outside-text.ts';
import { isoTimeOrNull, timeOutput } from './times.ts';

/** The schema of {@link killSwitchJson}. */
export const killSwitchShape = {
  on: z.boolean(),
  since: timeOutput().nullable(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
};

export function killSwitchJson({ on, since, by, reason }: KillSwitch) {
  return { on, since: isoTimeOrNull(since), by: outsideTextOrNull(by), reason: outsideTextOrNull(reason) };
}

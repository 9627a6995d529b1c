import { z } from 'zod';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { rounded } from '../present/numbers.ts';

export const ping = defineTool({
  name: 'ping',
  title: 'Ping the terminal',
  toolset: 'ops',
  description:
    'Round trip to the MetaTrader 5 terminal. Use to check that the bridge works. Not for whether the broker is connected or trading is allowed: get_terminal_info.',
  annotations: LOOKS_ONLY,
  input: z.object({}),
  output: () => z.object({ ok: z.literal(true), round_trip_ms: z.number() }),
  async run(_args, { reads }) {
    const { round_trip_ms } = await reads.ping();
    return { ok: true as const, round_trip_ms: rounded(round_trip_ms, 3) };
  },
});

import type { Position } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { deviationArg, given, idArg, symbolArg, wordArg } from '../arguments.ts';
import { defineGatewayTool, type GatewayContext } from '../define-tool.ts';
import { failureOf, TRADES } from '../define-trade-tool.ts';
import { recordOf } from '../failures.ts';
import { exactId, MOST_DECIMALS, rounded } from '../present/numbers.ts';
import { answerJson, OUTCOME_OUTSIDE_KEYS } from '../present/outcome.ts';
import { exactIdOutput, type JsonRecord } from '../present/presentation.ts';
import { proposalArgs } from '../proposal.ts';

const input = z.object({
  symbol: symbolArg.optional(),
  side: wordArg(['buy', 'sell']).optional(),
  magic: idArg.optional(),
  profit: wordArg(['winners', 'losers']).optional(),
  deviation: deviationArg.default(10),
  dry_run: z.boolean().default(false).describe('Only say what would be closed'),
  ...proposalArgs,
});
type Arguments = z.output<typeof input>;

export const closeAll = defineGatewayTool({
  name: 'close_all',
  title: 'Close many positions',
  toolset: 'trading',
  description:
    'Closes every position that matches, one after another, largest loss first; one that fails stops no other, so read each status. Use to get out, of everything or of a part; with dry_run it only tells the plan. Not for a single position (close_position) or pending orders (cancel_order).',
  annotations: TRADES,
  input,
  output: () =>
    z.object({
      success: z.boolean().describe('All that matched is closed, to the last lot'),
      dry_run: z.boolean(),
      matched: z.int(),
      positions: z.array(
        z.object({
          ticket: exactIdOutput(),
          symbol: z.string().nullable(),
          side: z.string().nullable(),
          volume: z.number().nullable(),
          profit: z.number().nullable().describe('When it was planned'),
          status: z.enum(['planned', 'done', 'pending_approval', 'rejected', 'unknown', 'in_flight', 'refused']),
          request_id: z.string().nullable(),
          volume_filled: z.number().nullable(),
          price_filled: z.number().nullable(),
          approval_id: z.string().nullable(),
          error: z.looseObject({}).nullable(),
        }),
      ),
    }),
  outsideKeys: OUTCOME_OUTSIDE_KEYS,
  async run(args, context) {
    const { symbol, side, magic, profit, dry_run } = args;
    const plan = await context.gateway.planClose(given({ symbol, side, magic, profit }));
    const open = new Map((await context.reads.positions({})).map((position) => [position.ticket, position]));
    const positions = [];
    let success = true;
    for (const ticket of plan) {
      const { isWhole, ...result } = dry_run ? PLANNED : await close(ticket, args, context);
      success &&= isWhole;
      positions.push({ ticket: exactId(ticket), ...(await about(open.get(ticket), context)), ...result });
    }
    return { success, dry_run, matched: plan.length, positions };
  },
});

const NOTHING = {
  isWhole: false,
  request_id: null as string | null,
  volume_filled: null as number | null,
  price_filled: null as number | null,
  approval_id: null as string | null,
  error: null as JsonRecord | null,
};
const PLANNED = { status: 'planned' as const, ...NOTHING };

async function close(ticket: bigint, { deviation, reason, idempotency_key: key }: Arguments, context: GatewayContext) {
  try {
    const answer = await context.gateway.submit({
      intent: { action: 'close_position', ticket, deviation },
      actor: { kind: 'agent', name: context.caller.name },
      ...given({ reason, idempotency_key: key === undefined ? undefined : `${key}:${ticket}` }),
    });
    const json = await answerJson(answer, context);
    const { status, request_id, volume_requested, volume_filled, price_filled, approval_id } = json;
    // A broker without the liquidity closes a part, and that is done as well.
    const isWhole = status === 'done' && volume_filled === volume_requested;
    const error = failureOf(answer, json) as JsonRecord | null;
    return { isWhole, status, request_id, volume_filled, price_filled, approval_id, error };
  } catch (thrown) {
    return { status: 'refused' as const, ...NOTHING, error: recordOf(thrown, context.log) as unknown as JsonRecord };
  }
}

async function about(position: Position | undefined, { scales }: GatewayContext) {
  if (position === undefined) return { symbol: null, side: null, volume: null, profit: null };
  const { symbol, type, volume, profit } = position;
  const scale = await scales.ofOrNone(symbol);
  return { symbol, side: type, volume: rounded(volume, scale.volume), profit: rounded(profit, MOST_DECIMALS) };
}

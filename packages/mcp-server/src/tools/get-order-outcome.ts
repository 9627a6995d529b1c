import type { Outcome, Preview } from '@mt5-bridge/gateway';
import { Mt5Error } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { defineGatewayTool, type GatewayContext, LOOKS_ONLY } from '../define-tool.ts';
import { previewJson } from '../present/approval.ts';
import { OUTCOME_OUTSIDE_KEYS, outcomeJson, outcomeShape } from '../present/outcome.ts';
import { cleaned } from '../present/outside-text.ts';
import { isoTime, isoTimeOrNull, timeOutput } from '../present/times.ts';
import { idempotencyKeyArg } from '../proposal.ts';

export const getOrderOutcome = defineGatewayTool({
  name: 'get_order_outcome',
  title: 'What became of an order',
  toolset: 'trading',
  description:
    'What became of one proposed order: done, rejected with the reason, waiting for approval, or not known yet. Looks an unsettled one up first and never sends. Use after ORDER_OUTCOME_UNKNOWN or a lost answer, until it is settled. Not for orders of other programs: get_history.',
  annotations: LOOKS_ONLY,
  input: z.object({
    request_id: z.string().trim().min(1).max(64).optional(),
    idempotency_key: idempotencyKeyArg.optional(),
  }),
  output: () =>
    z.object({
      ...outcomeShape,
      error: z.looseObject({}).nullable().describe('Why it is not done'),
      settled_by: z
        .string()
        .nullable()
        .describe('How an unknown outcome was settled later; owner: a person looked in the terminal'),
      created_at: timeOutput(),
      settled_at: timeOutput().nullable(),
    }),
  outsideKeys: OUTCOME_OUTSIDE_KEYS,
  async run(args, context) {
    const outcome = await context.gateway.outcome(one(args));
    const preview = pendingPreview(outcome, context);
    return {
      ...(await outcomeJson(outcome, false, context)),
      approval_id: preview?.approval_id ?? null,
      approval: preview === undefined ? null : await previewJson(preview, context),
      error: outcome.error === null ? null : cleaned(outcome.error),
      settled_by: outcome.settled_by,
      created_at: isoTime(outcome.created_at),
      settled_at: isoTimeOrNull(outcome.settled_at),
    };
  },
});

/** Far more than ever wait at a time. */
const MOST_PENDING = 10_000;

/** @throws Mt5Error INVALID_PARAMS */
function one({
  request_id,
  idempotency_key,
}: {
  request_id?: string | undefined;
  idempotency_key?: string | undefined;
}) {
  if (request_id !== undefined && idempotency_key === undefined) return { request_id };
  if (idempotency_key !== undefined && request_id === undefined) return { idempotency_key };
  throw new Mt5Error('INVALID_PARAMS', 'Name exactly one of request_id, idempotency_key.');
}

function pendingPreview({ status, request_id }: Outcome, { gateway }: GatewayContext): Preview | undefined {
  if (status !== 'pending_approval') return undefined;
  return gateway
    .approvals({ state: 'pending', count: MOST_PENDING })
    .find(({ preview }) => preview.request_id === request_id)?.preview;
}

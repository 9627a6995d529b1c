import { z } from 'zod';
import { defineGatewayTool, LOOKS_ONLY } from '../define-tool.ts';
import { APPROVAL_OUTSIDE_KEYS, approvalJson, approvalShape } from '../present/approval.ts';
import { outcomeJson } from '../present/outcome.ts';
import { approvalIdArg } from '../proposal.ts';

export const getApproval = defineGatewayTool({
  name: 'get_approval',
  title: 'An approval',
  toolset: 'trading',
  description:
    'One approval: the whole order, whether it was approved, denied, expired or void, and what became of the order. Use after pending_approval, now and then, until it is decided. Not a way to approve: only the ways in how_to_approve do.',
  annotations: LOOKS_ONLY,
  input: z.object({ approval_id: approvalIdArg }),
  output: () =>
    z.object({
      ...approvalShape,
      outcome: z.looseObject({}).nullable().describe('As in get_order_outcome; null unless approved'),
    }),
  outsideKeys: [...APPROVAL_OUTSIDE_KEYS, 'broker_comment', 'decided_by'],
  view: 'approval',
  async run({ approval_id }, context) {
    const approval = context.gateway.approval(approval_id);
    const { outcome } = approval;
    return {
      ...(await approvalJson(approval, context)),
      outcome: outcome === null ? null : await outcomeJson(outcome, false, context),
    };
  },
});

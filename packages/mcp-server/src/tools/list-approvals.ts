import { APPROVAL_STATES } from '@mt5-bridge/gateway/api';
import { z } from 'zod';
import { given, wordArg } from '../arguments.ts';
import { defineGatewayTool, LOOKS_ONLY } from '../define-tool.ts';
import { limitArg } from '../paging.ts';
import { APPROVAL_OUTSIDE_KEYS, approvalJson } from '../present/approval.ts';

export const listApprovals = defineGatewayTool({
  name: 'list_approvals',
  title: 'Approvals',
  toolset: 'trading',
  description:
    'Orders that wait or waited for a yes, newest first. Use to see what is pending. Not for what became of an order: get_approval, get_order_outcome.',
  annotations: LOOKS_ONLY,
  input: z.object({ state: wordArg(APPROVAL_STATES).optional().describe('Default all'), limit: limitArg }),
  output: () =>
    z.object({ approvals: z.array(z.looseObject({})).describe('Each as in get_approval, without its outcome') }),
  outsideKeys: [...APPROVAL_OUTSIDE_KEYS, 'decided_by'],
  async run({ state, limit }, context) {
    const approvals = context.gateway.approvals({ count: limit, ...given({ state }) });
    return { approvals: await Promise.all(approvals.map((approval) => approvalJson(approval, context))) };
  },
});

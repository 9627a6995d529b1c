import { AUDIT_EVENTS } from '@mt5-bridge/gateway/api';
import { z } from 'zod';
import { given, symbolArg, timeArg, wordArg } from '../arguments.ts';
import { defineGatewayTool, LOOKS_ONLY } from '../define-tool.ts';
import { limitArg } from '../paging.ts';
import { cleaned, outsideText } from '../present/outside-text.ts';
import { timeOutput } from '../present/times.ts';

export const getAudit = defineGatewayTool({
  name: 'get_audit',
  title: 'Audit log',
  toolset: 'ops',
  description:
    'What was proposed, decided, approved, sent and filled, and every change of rules, newest first, as the audit log has it. Use to explain what happened and why. Not for results of trades: get_history.',
  annotations: LOOKS_ONLY,
  input: z.object({
    event: wordArg(AUDIT_EVENTS).optional(),
    request_id: z.string().trim().min(1).max(64).optional().describe('All of one order'),
    symbol: symbolArg.optional(),
    from_ts: timeArg.optional().describe('ISO 8601 UTC'),
    to_ts: timeArg.optional().describe('ISO 8601 UTC'),
    limit: limitArg,
  }),
  output: () =>
    z.object({
      records: z.array(
        z.object({
          seq: z.int(),
          ts: timeOutput(),
          event: z.string(),
          actor: z.object({ kind: z.string(), name: z.string() }),
          account: z.object({ environment: z.string(), login: z.string(), server: z.string() }).nullable(),
          request_id: z.string().nullable(),
          data: z.looseObject({}),
        }),
      ),
    }),
  outsideKeys: ['name', 'data'],
  async run({ from_ts, to_ts, limit, ...filter }, { gateway }) {
    const records = await gateway.audit({ count: limit, ...given({ ...filter, from: from_ts, to: to_ts }) });
    return {
      records: records.map(({ seq, ts, event, actor, account, request_id, data }) => ({
        ...{ seq, ts, event, request_id },
        actor: { kind: actor.kind, name: outsideText(actor.name) },
        account: account === null ? null : { ...account, server: outsideText(account.server) },
        data: cleaned(data),
      })),
    };
  },
});

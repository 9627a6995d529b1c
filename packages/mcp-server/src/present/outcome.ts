import type { Outcome, Preview, SubmitAnswer } from '@mt5-bridge/gateway';
import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import { z } from 'zod';
import type { ToolContext } from '../define-tool.ts';
import { APPROVAL_OUTSIDE_KEYS, previewJson } from './approval.ts';
import { ACTIONS, commandJson, commandOutput } from './command.ts';
import { identityJson } from './identity.ts';
import { exactId, rounded, roundedOrNull } from './numbers.ts';
import { outsideTextOrNull } from './outside-text.ts';
import { exactIdOutput, type JsonRecord } from './presentation.ts';

const STATUSES = [
  'done',
  'pending_approval',
  'rejected',
  'unknown',
  'in_flight',
] as const satisfies readonly Outcome['status'][];

/** The schema of {@link outcomeJson} and {@link pendingJson}. */
export const outcomeShape = {
  success: z.boolean().describe('Carried out, perhaps in part: see volume_filled'),
  status: z.enum(STATUSES),
  request_id: z.string(),
  replayed: z.boolean().describe('The answer of an earlier call: nothing was sent now'),
  action: z.enum(ACTIONS),
  symbol: z.string().nullable(),
  ticket: exactIdOutput().nullable(),
  volume_requested: z.number().nullable(),
  volume_filled: z.number().nullable().describe('So far; 0 of what waits'),
  price_filled: z.number().nullable(),
  retcode: z.int().nullable(),
  broker_comment: z.string().nullable().describe('Untrusted text'),
  request_echo: commandOutput(),
  approval_id: z.string().nullable().describe('Of what waits for a yes: the approval_request_id'),
  approval: z.looseObject({}).nullable().describe('As in get_approval'),
};

/** Of an answer with an outcome in it. */
export const OUTCOME_OUTSIDE_KEYS = ['broker_comment', ...APPROVAL_OUTSIDE_KEYS] as const;

/** What became of a request. */
export async function outcomeJson(outcome: Outcome, replayed: boolean, { scales }: ToolContext) {
  const { status, request_id, intent, command, identity, symbol, ticket, result } = outcome;
  const scale = await scales.ofOrNone(symbol);
  return {
    ...identityJson(identity),
    success: status === 'done',
    status,
    request_id,
    replayed,
    action: intent.action,
    symbol,
    ticket: ticket === null ? null : exactId(ticket),
    volume_requested: roundedOrNull(outcome.volume_requested, scale.volume),
    volume_filled: roundedOrNull(outcome.volume_filled, scale.volume),
    price_filled: roundedOrNull(outcome.price_filled, scale.price),
    retcode: result?.retcode ?? null,
    broker_comment: outsideTextOrNull(result?.comment ?? null),
    request_echo: commandJson(command, scale),
    approval_id: null as string | null,
    approval: null as JsonRecord | null,
  };
}

/** The same of a request that waits for a person. */
export async function pendingJson(preview: Preview, replayed: boolean, context: ToolContext) {
  const { approval_id, request_id, intent, command, symbol } = preview;
  const scale = await context.scales.ofOrNone(symbol);
  return {
    ...identityJson(preview.identity),
    success: false,
    status: 'pending_approval' as const,
    request_id,
    replayed,
    action: intent.action,
    symbol,
    ticket: 'ticket' in intent ? exactId(intent.ticket) : null,
    volume_requested: 'volume' in command.params ? rounded(command.params.volume, scale.volume) : null,
    volume_filled: null,
    price_filled: null,
    retcode: null,
    broker_comment: null,
    request_echo: commandJson(command, scale),
    approval_id,
    approval: await previewJson(preview, context),
  };
}

export function answerJson(answer: SubmitAnswer, context: ToolContext) {
  return answer.kind === 'outcome'
    ? outcomeJson(answer.outcome, answer.replayed, context)
    : pendingJson(answer.preview, answer.replayed, context);
}

/** The record of an order that was not carried out, or not surely, with what names it. */
export function failedOutcome(record: ErrorRecord, outcome: JsonRecord): ErrorRecord {
  const { environment, login, server, request_id, action, symbol, broker_comment, request_echo } = outcome;
  return {
    ...record,
    details: {
      ...record.details,
      ...{ request_id, action, symbol, environment, login, server, broker_comment, request_echo },
      untrusted_fields: OUTCOME_OUTSIDE_KEYS,
    },
  };
}

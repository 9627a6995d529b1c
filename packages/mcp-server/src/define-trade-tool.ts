import { createHash } from 'node:crypto';
import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { SubmitAnswer, TradeIntent } from '@mt5-bridge/gateway';
import { type ErrorRecord, errorRecord } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { given } from './arguments.ts';
import type { Question, Reply } from './caller.ts';
import { defineGatewayTool, type GatewayContext, type SafetyHints, type Tool } from './define-tool.ts';
import { RecordedFailure } from './failures.ts';
import { answerJson, failedOutcome, OUTCOME_OUTSIDE_KEYS, outcomeShape } from './present/outcome.ts';
import type { JsonRecord } from './present/presentation.ts';
import { questionOf } from './present/question.ts';
import { approvalArgs, confirmationOf, proposalArgs } from './proposal.ts';

/** Reaches the broker: real money, and there is no way back. */
export const TRADES: SafetyHints = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};

export interface TradeToolDefinition<I extends z.ZodRawShape> {
  readonly name: TradeIntent['action'];
  readonly title: string;
  readonly description: string;
  /** What says the order; how to propose it comes from here. */
  readonly input: I;
  /** Whether it takes mt5-trading-mcp's arguments of an approval. */
  readonly approvable: boolean;
  /** @throws Mt5Error INVALID_... */
  intent(order: z.output<z.ZodObject<I>>): TradeIntent;
}

type ProposalShape = typeof proposalArgs & typeof approvalArgs;

/**
 * A tool that proposes one order. It never waits for a person: what needs a yes is answered at once, with the approval
 * that waits or, where client and rules allow it, with a question for the client's user.
 */
export function defineTradeTool<I extends z.ZodRawShape>(definition: TradeToolDefinition<I>): Tool {
  const { name, title, description, input, approvable, intent } = definition;
  return defineGatewayTool({
    name,
    title,
    toolset: 'trading',
    description,
    annotations: TRADES,
    input: z.object({ ...input, ...proposalArgs, ...(approvable && approvalArgs) }) as z.ZodObject<ProposalShape>,
    output: () => z.object(outcomeShape),
    outsideKeys: OUTCOME_OUTSIDE_KEYS,
    view: 'approval',
    async run({ idempotency_key, reason, approval_confirmed, approval_request_id, ...order }, context) {
      const call = digest(name, order);
      const reply = context.caller.reply?.();
      if (reply !== undefined) return concluded(await settle(reply, call, context), context);
      const confirmation = confirmationOf(approval_confirmed, approval_request_id);
      const answer = await context.gateway.submit({
        intent: intent(order as z.output<z.ZodObject<I>>),
        actor: { kind: 'agent', name: context.caller.name },
        ...given({ idempotency_key, reason, confirmation }),
      });
      return (await question(answer, call, context)) ?? concluded(answer, context);
    },
  });
}

/** Ties a user's answer to the call that the question came from. */
function digest(name: string, args: object): string {
  const text = JSON.stringify([name, args], (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
  return createHash('sha256').update(text).digest('base64url');
}

async function question(
  answer: SubmitAnswer,
  call: string,
  context: GatewayContext,
): Promise<InputRequiredResult | undefined> {
  const { caller, approvalUrl } = context;
  if (answer.kind !== 'pending_approval') return undefined;
  const { approval_id, hash, channels } = answer.preview;
  const put = async (way: (question: Question) => Promise<InputRequiredResult>) =>
    way({ subject: { approval_id, hash, call }, message: await questionOf(answer.preview, context) });
  const { ask, point } = caller;
  if (ask !== undefined && channels.includes('elicitation')) return put(ask);
  const hasPage = channels.includes('dashboard') || channels.includes('passkey');
  if (point === undefined || approvalUrl === undefined || !hasPage) return undefined;
  return put((question) => point(question, approvalUrl(approval_id)));
}

/** Carries out what the user said. @throws Mt5Error INVALID_APPROVAL, APPROVAL_..., what the rules refuse */
async function settle({ subject, said }: Reply, call: string, context: GatewayContext): Promise<SubmitAnswer> {
  const { gateway, caller } = context;
  const { approval_id, hash } = subject;
  const details = { approval_id };
  if (subject.call !== call) {
    throw new Mt5Error('INVALID_APPROVAL', 'The arguments are not those that the user was asked about.', { details });
  }
  const { channel, preview, state, outcome } = gateway.approval(approval_id);
  if (channel === 'elicitation') {
    const problem = 'The user has answered this question before; get_approval tells what became of the order.';
    throw new Mt5Error('INVALID_APPROVAL', problem, { details });
  }
  // Meanwhile the owner may have decided in another way.
  if (outcome !== null) return { kind: 'outcome', outcome, replayed: true };
  if (said === 'nothing' && state === 'pending') return { kind: 'pending_approval', preview, replayed: false };
  const by = { channel: 'elicitation', by: caller.name } as const;
  if (said === 'yes') {
    return { kind: 'outcome', outcome: await gateway.approve(approval_id, { hash, ...by }), replayed: false };
  }
  if (said === 'nothing') throw new Mt5Error('APPROVAL_USED', `The approval is ${state} meanwhile.`, { details });
  await gateway.deny(approval_id, by);
  throw new Mt5Error('APPROVAL_DENIED', 'The user denied the order; nothing was sent.', { details });
}

/** The answer to the agent. @throws RecordedFailure unless the order is done or waits for a yes */
async function concluded(answer: SubmitAnswer, context: GatewayContext) {
  const json = await answerJson(answer, context);
  const failure = failureOf(answer, json);
  if (failure !== null) throw new RecordedFailure(failure);
  return json;
}

/**
 * Why an order is not done, with what names it; null if it is, or waits for a yes. One that is not settled is no failure
 * that could be tried again: it may have been carried out.
 */
export function failureOf(answer: SubmitAnswer, json: JsonRecord): ErrorRecord | null {
  if (answer.kind === 'pending_approval') return null;
  const { status, error } = answer.outcome;
  if (status === 'done' || status === 'pending_approval') return null;
  const code = status === 'rejected' ? 'ORDER_REJECTED' : 'ORDER_OUTCOME_UNKNOWN';
  return failedOutcome(error ?? errorRecord(new Mt5Error(code)), json);
}

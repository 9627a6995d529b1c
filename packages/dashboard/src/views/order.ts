import type { ApprovalView, OutcomeView } from '@mt5-bridge/mcp-server/dashboard';
import type { ApprovalAnswer, OrderAnswer } from '@mt5-bridge/mcp-server/views';
import { digitsOf } from './prices.ts';

/** What tools answer about an order: an approval, decided or not, or what became of one that needed none. */
export type Order =
  | { readonly kind: 'approval'; readonly approval: ApprovalTold }
  | { readonly kind: 'outcome'; readonly outcome: OutcomeTold };

/** An approval as far as an agent is told of it. */
export interface ApprovalTold extends Omit<ApprovalView, 'proposed_by' | 'channels'> {
  /** Where its owner decides; null where there is no such page. */
  readonly url: string | null;
  /** How it is approved, in sentences; not what the agent itself may do. */
  readonly ways: readonly string[];
}

export interface OutcomeTold extends Pick<ApprovalView, 'action' | 'symbol' | 'side' | 'fields' | 'digits'> {
  readonly environment: ApprovalView['environment'];
  readonly login: string;
  readonly server: string;
  readonly outcome: OutcomeView;
}

/** A pending answer holds its approval, which has no state yet. */
type Pending = Omit<ApprovalAnswer, 'state' | 'channel' | 'decided_at' | 'decided_by' | 'outcome'>;

/** What an answer of an order's tools, or of get_approval, says. */
export function orderOf(answer: object): Order {
  if ('state' in answer) return { kind: 'approval', approval: approvalOf(answer as ApprovalAnswer) };
  const order = answer as OrderAnswer;
  if (order.approval !== null) {
    const undecided = { state: 'pending', channel: null, decided_at: null, decided_by: null, outcome: null } as const;
    return { kind: 'approval', approval: approvalOf({ ...(order.approval as unknown as Pending), ...undecided }) };
  }
  const { action, symbol, environment, login, server, request_echo } = order;
  const { side, fields } = commandOf(request_echo);
  const outcome = outcomeOf(order);
  const digits = digitsOf([order.price_filled, request_echo.sl, request_echo.tp, request_echo.price]);
  const about = { action, symbol, side, fields, digits };
  return { kind: 'outcome', outcome: { ...about, environment, login: String(login), server, outcome } };
}

function approvalOf(answer: ApprovalAnswer): ApprovalTold {
  const { request_echo, reference_quote, how_to_approve, approval_url, outcome, ...about } = answer;
  const { side, sl, tp, volume, fields } = commandOf(request_echo);
  return {
    ...about,
    ...{ side, sl, tp, volume, fields },
    login: String(about.login),
    digits: digitsOf([about.price, sl, tp, reference_quote?.bid, reference_quote?.ask]),
    reference: reference_quote,
    created_at: Date.parse(about.created_at),
    expires_at: Date.parse(about.expires_at),
    decided_at: about.decided_at === null ? null : Date.parse(about.decided_at),
    channel: about.channel as ApprovalView['channel'],
    outcome: outcome === null ? null : outcomeOf(outcome),
    url: approval_url,
    ways: how_to_approve.flatMap(({ channel, how }) => (channel === 'agent' ? [] : [how])),
  };
}

function outcomeOf({ status, ticket, volume_requested, volume_filled, price_filled }: OrderAnswer): OutcomeView {
  const known = { status, volume_requested, volume_filled, price_filled, problem: null };
  return { ...known, ticket: ticket === null ? null : String(ticket) };
}

function commandOf(command: OrderAnswer['request_echo']) {
  const { type, sl, tp, volume } = command;
  const side = typeof type === 'string' ? (['buy', 'sell'] as const).find((word) => type.startsWith(word)) : undefined;
  return {
    side: side ?? null,
    sl: numberOrNull(sl),
    tp: numberOrNull(tp),
    volume: numberOrNull(volume),
    fields: Object.entries(command).map(([name, value]) => ({ name, value: value === null ? 'none' : String(value) })),
  };
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

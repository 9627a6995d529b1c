import type { Approval, Outcome } from '@mt5-bridge/gateway/api';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { currencyOf } from '../../present/approval.ts';
import { commandJson } from '../../present/command.ts';
import { MOST_DECIMALS, rounded, roundedOrNull } from '../../present/numbers.ts';
import { outsideText, outsideTextOrNull } from '../../present/outside-text.ts';
import { shown } from '../../present/question.ts';
import type { Scale, Scales } from '../../present/scales.ts';
import type { ApprovalView, OutcomeView } from './contract.ts';

/** What an approval is shown with. */
export interface ApprovalSources {
  readonly reads: TerminalReads;
  readonly scales: Scales;
}

/** The whole order as the owner sees it before saying yes, and what became of it. */
export async function approvalView(approval: Approval, { reads, scales }: ApprovalSources): Promise<ApprovalView> {
  const { preview, state, channel, decided_at, decided_by, outcome, proposed_by } = approval;
  const { command, intent, assessment, identity, reference, symbol } = preview;
  const scale = await scales.ofOrNone(symbol);
  const price = (value: number | null) => roundedOrNull(value, scale.price);
  const { params } = command;
  return {
    approval_id: preview.approval_id,
    request_id: preview.request_id,
    state,
    hash: preview.hash,
    summary: outsideText(preview.summary),
    action: intent.action,
    environment: identity.environment,
    login: String(identity.login),
    server: outsideText(identity.server),
    symbol,
    side: 'side' in intent ? intent.side : null,
    fields: Object.entries(commandJson(command, scale)).map(([name, value]) => ({ name, value: shown(value) })),
    risk: assessment.risk,
    notional: roundedOrNull(assessment.notional, MOST_DECIMALS),
    money_at_risk: roundedOrNull(assessment.money_at_risk, MOST_DECIMALS),
    margin: roundedOrNull(assessment.margin, MOST_DECIMALS),
    currency: currencyOf(identity, { reads }),
    price: price(assessment.price),
    sl: 'sl' in params ? price(params.sl) : null,
    tp: 'tp' in params ? price(params.tp) : null,
    volume: 'volume' in params ? rounded(params.volume, scale.volume) : null,
    digits: symbol === null ? null : scale.price,
    reference:
      reference === null
        ? null
        : { bid: rounded(reference.bid, scale.price), ask: rounded(reference.ask, scale.price) },
    reason: outsideTextOrNull(preview.reason),
    proposed_by: {
      name: outsideText(proposed_by.name),
      token: proposed_by.token ?? null,
      profile: proposed_by.profile ?? null,
    },
    channels: preview.channels,
    created_at: preview.created_at,
    expires_at: preview.expires_at,
    channel,
    decided_at,
    decided_by: outsideTextOrNull(decided_by),
    outcome: outcome === null ? null : outcomeView(outcome, scale),
  };
}

function outcomeView(outcome: Outcome, scale: Scale): OutcomeView {
  const { status, ticket, volume_requested, volume_filled, price_filled, error } = outcome;
  return {
    status,
    ticket: ticket === null ? null : String(ticket),
    volume_requested: roundedOrNull(volume_requested, scale.volume),
    volume_filled: roundedOrNull(volume_filled, scale.volume),
    price_filled: roundedOrNull(price_filled, scale.price),
    problem: error,
  };
}

import type { Preview } from '@mt5-bridge/gateway';
import type { ToolContext } from '../define-tool.ts';
import { previewJson } from './approval.ts';
import type { Json } from './presentation.ts';

/**
 * The whole order as its user is asked about it. Each fact has its own line and no text in it can begin another, so that
 * neither a comment nor an agent's reason can pose as one of them.
 */
export async function questionOf(preview: Preview, context: ToolContext): Promise<string> {
  const { summary, environment, login, server, request_echo, ...about } = await previewJson(preview, context);
  const money = (amount: number | null) => (amount === null ? 'not known' : `${amount} ${about.currency ?? ''}`.trim());
  const quote = about.reference_quote;
  const facts: readonly (readonly [string, string])[] = [
    ['Account', `${login} at ${server}, ${environment === 'live' ? 'LIVE: REAL MONEY' : environment}`],
    ['Notional', money(about.notional)],
    ['Loss at the stop', about.money_at_risk === null ? 'not limited by a stop' : money(about.money_at_risk)],
    ['Margin', money(about.margin)],
    ...(quote === null ? [] : [['Quote', `bid ${quote.bid}, ask ${quote.ask}`] as const]),
    ...Object.entries(request_echo).map(([name, value]) => [name, shown(value)] as const),
    ['Expires', about.expires_at],
    ['Approval', about.approval_id],
    ...(about.reason === null ? [] : [["The agent's reason", JSON.stringify(about.reason)] as const]),
  ];
  return [`${summary}`, '', ...facts.map(([name, fact]) => `${name}: ${fact}`)].join('\n');
}

/** A fact of an order as a person reads it. */
export function shown(value: Json): string {
  return value === null ? 'none' : String(value);
}

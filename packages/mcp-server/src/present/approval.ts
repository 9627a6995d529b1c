import { APPROVAL_STATES, type Approval, type Preview } from '@mt5-bridge/gateway/api';
import type { Identity } from '@mt5-bridge/gateway/read';
import { z } from 'zod';
import type { ToolContext } from '../define-tool.ts';
import { ACTIONS, commandJson, commandOutput } from './command.ts';
import { identityJson, identityShape } from './identity.ts';
import { MOST_DECIMALS, rounded, roundedOrNull } from './numbers.ts';
import { outsideText, outsideTextOrNull } from './outside-text.ts';
import { isoTime, isoTimeOrNull, timeOutput } from './times.ts';

/** What to do to approve, by channel. */
const WAYS: Readonly<Record<Preview['channels'][number], (preview: Preview, places: Places) => string>> = {
  agent: ({ approval_id, intent }) =>
    `Once the user has said yes, call ${intent.action} again with the same arguments, approval_confirmed=true and approval_request_id="${approval_id}".`,
  elicitation: () => 'A client that can ask its user (MCP elicitation) does so when it proposes the order.',
  cli: (_preview, { command }) => `The owner runs \`${command}\` in a terminal, with the passphrase.`,
  dashboard: (_preview, { url }) => `The owner approves it ${onThePage(url)}.`,
  passkey: (_preview, { url }) => `The owner approves it with a passkey ${onThePage(url)}.`,
};

/** Where the owner decides: the page, if one is served, and the command. */
interface Places {
  readonly url: string | null;
  readonly command: string;
}

const onThePage = (url: string | null): string =>
  url === null ? 'on the dashboard of mt5-bridge serve --transport http' : `at ${url}`;

/** The schema of {@link approvalJson}. */
export const approvalShape = {
  approval_id: z.string(),
  state: z.enum(APPROVAL_STATES),
  summary: z.string(),
  ...identityShape,
  request_id: z.string(),
  action: z.enum(ACTIONS),
  symbol: z.string().nullable(),
  request_echo: commandOutput(),
  risk: z.enum(['adds', 'reduces']),
  notional: z.number().nullable(),
  money_at_risk: z.number().nullable().describe('Loss at the stop; null without one'),
  margin: z.number().nullable(),
  currency: z.string().nullable().describe('Of notional, money_at_risk and margin'),
  price: z.number().nullable(),
  reference_quote: z.object({ bid: z.number(), ask: z.number() }).nullable(),
  reason: z.string().nullable().describe('Untrusted text'),
  hash: z.string(),
  created_at: timeOutput(),
  expires_at: timeOutput(),
  how_to_approve: z.array(z.object({ channel: z.string(), how: z.string() })),
  approval_url: z.string().nullable().describe('Page for the owner, who signs in there'),
  channel: z.string().nullable().describe('By which it was decided'),
  decided_at: timeOutput().nullable(),
  decided_by: z.string().nullable(),
};

/** Of an answer with an approval in it. */
export const APPROVAL_OUTSIDE_KEYS = ['reason', 'comment'] as const;

/** The whole order as a person should see it before saying yes, and how that yes is given. */
export async function previewJson(preview: Preview, context: ToolContext) {
  const { approval_id, request_id, hash, summary, identity, symbol, intent, assessment, reference, reason } = preview;
  const scale = await context.scales.ofOrNone(symbol);
  const url = context.approvalUrl?.(approval_id) ?? null;
  const command = context.approveCommand?.(approval_id) ?? `mt5-bridge approve ${approval_id}`;
  return {
    approval_id,
    summary: outsideText(summary),
    ...identityJson(identity),
    request_id,
    action: intent.action,
    symbol,
    request_echo: commandJson(preview.command, scale),
    risk: assessment.risk,
    notional: roundedOrNull(assessment.notional, MOST_DECIMALS),
    money_at_risk: roundedOrNull(assessment.money_at_risk, MOST_DECIMALS),
    margin: roundedOrNull(assessment.margin, MOST_DECIMALS),
    currency: currencyOf(identity, context),
    price: roundedOrNull(assessment.price, scale.price),
    reference_quote:
      reference === null
        ? null
        : { bid: rounded(reference.bid, scale.price), ask: rounded(reference.ask, scale.price) },
    reason: outsideTextOrNull(reason),
    hash,
    created_at: isoTime(preview.created_at),
    expires_at: isoTime(preview.expires_at),
    how_to_approve: preview.channels.map((channel) => ({ channel, how: WAYS[channel](preview, { url, command }) })),
    approval_url: url,
  };
}

/** An approval, decided or not. */
export async function approvalJson(
  { preview, state, channel, decided_at, decided_by }: Approval,
  context: ToolContext,
) {
  const { approval_id, ...about } = await previewJson(preview, context);
  return {
    ...{ approval_id, state },
    ...about,
    channel,
    decided_at: isoTimeOrNull(decided_at),
    decided_by: outsideTextOrNull(decided_by),
  };
}

/** Known while the terminal is logged in to that account. */
export function currencyOf(identity: Identity, { reads: { link } }: Pick<ToolContext, 'reads'>): string | null {
  return link.state === 'up' && link.hello.login === identity.login ? outsideText(link.hello.currency) : null;
}

import type { Approval } from '@mt5-bridge/gateway';
import { badge, money } from '../output/money.ts';
import type { Out } from '../output/out.ts';
import { plainText } from '../output/plain-text.ts';
import { exact } from '../output/records.ts';
import { timeLeft } from './time-left.ts';

/** An approval among others: whose account, what order, and what it costs. */
export function approvalLines(
  { preview, proposed_by, state, outcome }: Approval,
  now: number,
  { style }: Pick<Out, 'style'>,
): string {
  const { identity, assessment, reason } = preview;
  const when = state === 'pending' ? `, expires ${timeLeft(preview.expires_at - now)}` : '';
  const became = outcome === null ? '' : `, order ${outcome.status}`;
  const amounts = [
    assessment.notional === null ? undefined : `notional ${money(assessment.notional)}`,
    assessment.money_at_risk === null ? undefined : `at risk ${money(assessment.money_at_risk)}`,
    proposed_by.token === undefined ? undefined : `token ${plainText(proposed_by.token)}`,
    proposed_by.profile === undefined ? undefined : `profile ${plainText(proposed_by.profile)}`,
    reason === null ? undefined : JSON.stringify(plainText(reason)),
  ].filter((part) => part !== undefined);
  return [
    `${style('bold', preview.approval_id)}  ${state}${when}${became}  ${badge(identity.environment, style)} ${exact(identity.login)} at ${plainText(identity.server)}`,
    `  ${plainText(preview.summary)}`,
    `  ${style('dim', amounts.join('  '))}`,
    '',
  ].join('\n');
}

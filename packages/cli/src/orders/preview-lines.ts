import type { Preview } from '@mt5-bridge/gateway';
import { factTable } from '../output/format.ts';
import { badge, money } from '../output/money.ts';
import type { Out } from '../output/out.ts';
import { plainText } from '../output/plain-text.ts';
import { exact, iso } from '../output/records.ts';
import { commandFields } from './command-fields.ts';
import { timeLeft } from './time-left.ts';

/** The whole order as a person should see it before saying yes: every field, what it costs, and whose account it is. */
export function previewLines(preview: Preview, now: number, { style }: Pick<Out, 'style'>): string {
  const { identity, assessment, reference, reason } = preview;
  const amount = (value: number | null) => (value === null ? 'not known' : money(value));
  const blocks = [
    [
      `${badge(identity.environment, style)} account ${style('bold', String(exact(identity.login)))} at ${plainText(identity.server)}`,
      style('bold', plainText(preview.summary)),
    ],
    factTable(Object.entries(commandFields(preview.command)), { style }).split('\n'),
    factTable(
      [
        ['notional', amount(assessment.notional)],
        [
          'money at risk',
          assessment.money_at_risk === null ? 'not limited by a stop' : money(assessment.money_at_risk),
        ],
        ['margin', amount(assessment.margin)],
        ['judged at', assessment.price],
        ['bid / ask then', reference === null ? null : `${reference.bid} / ${reference.ask}`],
      ],
      { style },
    ).split('\n'),
    factTable(
      [
        ['approval', preview.approval_id],
        ['proposed', iso(preview.created_at)],
        ['expires', `${iso(preview.expires_at)} (${timeLeft(preview.expires_at - now)})`],
        ['reason given', reason === null ? null : JSON.stringify(reason)],
        ['hash', preview.hash],
      ],
      { style },
    ).split('\n'),
  ];
  return `${blocks.map((lines) => lines.map((line) => `  ${line}`).join('\n')).join('\n\n')}\n`;
}

import type { ApprovalChannel, ApprovalLevel, Limits, ProfileRules, Rules } from './api.ts';
import { figure } from './decimal.ts';
import { isOff, type NumericLimit } from './rules/rule.ts';
import { spanText } from './trading-hours.ts';

type Sentence = readonly [limit: keyof Limits, say: (limits: Limits) => string | undefined];

const money = (amount: number): string => `${figure(amount)} in account currency`;

/** Of a number that is off at 0; the sentence has it where `#` stands, written by `written`. */
function amount(limit: NumericLimit, sentence: string, written: (value: number) => string = figure): Sentence {
  return [limit, ({ [limit]: value }) => (isOff(value) ? undefined : sentence.replaceAll('#', written(value)))];
}

/** What each limit does; undefined where it is off. */
const sentences: readonly Sentence[] = [
  amount('auto_approve_notional', 'An order that adds risk and is worth # or more waits for approval.', money),
  amount('max_notional_per_trade', 'No order may be worth more than #.', money),
  amount(
    'max_lots_per_trade',
    'No order may be of more than #.',
    (lots) => `${figure(lots)} ${lots === 1 ? 'lot' : 'lots'}`,
  ),
  amount(
    'max_position_notional_per_symbol',
    'What is held and ordered of one symbol may be worth at most # together.',
    money,
  ),
  amount('max_total_notional', 'All that is held and ordered may be worth at most # together.', money),
  amount('max_open_positions', 'Positions and pending orders may be at most # together.'),
  amount(
    'max_orders_per_minute',
    'No risk is added once # trade requests, closing ones included, were sent within a minute.',
  ),
  amount(
    'max_orders_per_day',
    "No risk is added once # trade requests, closing ones included, were sent within the server's day.",
  ),
  amount('max_daily_loss', 'No risk is added on a day whose loss, realised and floating, has reached #.', money),
  amount('max_drawdown_percent', 'No risk is added while equity is # % or more below its peak.'),
  amount(
    'max_risk_per_trade_percent',
    'No order may lose more than # % of equity at its stop loss, so each needs one.',
  ),
  [
    'require_stop_loss',
    ({ require_stop_loss }) => (require_stop_loss ? 'Whatever adds risk needs a stop loss.' : undefined),
  ],
  amount('max_spread_points', 'No risk is added while the spread is wider than # points.'),
  amount('max_realised_loss_per_close', 'No close may realise a loss of more than #.', money),
  [
    'magic_scope',
    ({ magic_scope, magic }) =>
      magic_scope === 'own' ? `Only what carries the magic number ${magic} is sent or touched.` : undefined,
  ],
  [
    'trading_hours',
    ({ trading_hours: spans, trading_hours_timezone: zone }) =>
      spans.length === 0 ? undefined : `Risk is added only within ${spans.map(spanText).join(', ')} (${zone}).`,
  ],
  amount(
    'news_blackout_minutes',
    'No risk is added in a symbol from # minutes before until # minutes after important news of its currencies.',
  ),
  [
    'max_quote_age_seconds',
    ({ max_quote_age_seconds: seconds, max_realised_loss_per_close: loss }) => {
      if (isOff(seconds)) return undefined;
      const closing = isOff(loss) ? '' : ', nor is a position closed on one, since its loss would be a guess';
      return `No risk is added on a quote that is older than ${figure(seconds)} seconds${closing}.`;
    },
  ],
];

/** The rules as sentences for people; the last one names the limits that are off. */
export function explain(rules: Rules): string[] {
  const { limits, approvals, symbols, profiles } = rules;
  const told = sentences.map(([limit, say]) => ({ limit, text: say(limits) }));
  const off = told.filter(({ text }) => text === undefined).map(({ limit }) => limit);
  const gates = [limits, ...Object.values(profiles).map((own) => own.limits)];
  const asks = gates.some(({ auto_approve_notional }) => !isOff(auto_approve_notional));
  return [
    ...accountSentences(rules),
    ...symbolSentences(symbols),
    ...told.map(({ text }) => text),
    ...(asks ? [channelsText(approvals), ...approvals.levels.map(levelText)] : []),
    rules.read_only ? undefined : 'Closing, cancelling and tightening a stop stay possible under these limits.',
    off.length === 0 ? undefined : `Off: ${off.join(', ')}.`,
    ...Object.entries(profiles).flatMap(([name, own]) =>
      profileSentences(own).map((text) => `Profile ${name}: ${text}`),
    ),
  ].filter((text) => text !== undefined);
}

/** What binds a strategy besides. */
function profileSentences({ limits, symbols }: ProfileRules): string[] {
  const own = [...symbolSentences(symbols), ...sentences.map(([, say]) => say(limits))];
  return own.filter((text) => text !== undefined);
}

function accountSentences({ read_only, live, expected }: Rules): readonly (string | undefined)[] {
  return [
    read_only ? 'Nothing is sent at all: this server only reads.' : undefined,
    realMoneyText(live),
    expected.login === 0n ? undefined : `The terminal must be logged in to account ${expected.login}.`,
    expected.server === '' ? undefined : `The terminal must be logged in at "${expected.server}".`,
  ];
}

function symbolSentences({ allowlist, denylist }: Rules['symbols']): readonly (string | undefined)[] {
  return [
    allowlist.length === 0 ? undefined : `Risk is added only in ${allowlist.join(', ')}.`,
    denylist.length === 0 ? undefined : `No risk is added in ${denylist.join(', ')}.`,
  ];
}

function realMoneyText({ enabled, login }: Rules['live']): string {
  if (!enabled) return 'Real money is not traded.';
  return login === 0n
    ? 'Real money is not traded: live.enabled is true, but live.login names no account.'
    : `Real money is traded on account ${login} only.`;
}

function channelsText({ channels, elicitation_max_notional, agent_max_notional }: Rules['approvals']): string {
  if (channels.length === 0) return 'Nobody can approve, so such orders are refused: no channel is accepted.';
  const most: Partial<Record<ApprovalChannel, number>> = {
    elicitation: elicitation_max_notional,
    agent: agent_max_notional,
  };
  const named = channels.map((channel) => {
    const limit = most[channel];
    return limit === undefined ? channel : `${channel} (up to ${money(limit)})`;
  });
  return `Approval is given by: ${named.join(', ')}.`;
}

function levelText({ above, channels }: ApprovalLevel): string {
  const given = channels.length === 0 ? 'nobody can approve it' : `only these count: ${channels.join(', ')}`;
  return `Of an order that is worth more than ${money(above)}, ${given}.`;
}

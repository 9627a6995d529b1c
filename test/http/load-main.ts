import { ms } from '../bench/harness.ts';
import { type Held, runLoad, runSlowReaders } from './load.ts';

/** `npm run soak:http`: ten thousand sessions, a thousand subscriptions, twenty who do not read. */
const READERS = 20;
const report = await runLoad({
  ...{ sessions: 10_000, maxSessions: 1_000, subscriptions: 1_000, listenMs: 30_000, speed: 10 },
});
const slow = await runSlowReaders(READERS);

const held = ({ rssMb, sessions, streams, watched }: Held) =>
  `${rssMb} MB, ${sessions} sessions, ${streams} streams, ${watched} resources watched`;
const { atStart, bySessions, subscribed, atEnd, alone, beside, initialize } = report;
const rows: readonly (readonly [string, string])[] = [
  ['at the start', held(atStart)],
  ...bySessions.map((one, i) => [`after ${i + 1},000 sessions`, held(one)] as const),
  ['with 1,000 subscriptions', held(subscribed)],
  ['everything closed', held(atEnd)],
  ['sessions a second', report.sessionsPerSecond.toFixed(0)],
  ['initialize, 16 at once', `p50 ${ms(initialize.p50)}, p99 ${ms(initialize.p99)}`],
  ["another client's get_quote, alone", `p50 ${ms(alone.p50)}, p99 ${ms(alone.p99)}`],
  ["another client's get_quote, beside the subscriptions", `p50 ${ms(beside.p50)}, p99 ${ms(beside.p99)}`],
  ['notices heard in 30 s', `${report.notices}; streams that heard none: ${report.silent}`],
  ['before the slow readers', held(slow.before)],
  [`${READERS} slow readers`, `at most ${slow.peakMb} MB; all cut off after ${slow.seconds.toFixed(0)} s`],
  ['after them', `${held(slow.after)}; the one beside them heard ${slow.heard} notices`],
];
process.stdout.write(rows.map(([what, figure]) => `| ${what} | ${figure} |\n`).join(''));

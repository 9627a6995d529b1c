import type { TicksColumns } from '@mt5-bridge/protocol/wire';
import { CliError } from '../../cli-error.ts';
import { ToolError } from '../../failure.ts';
import { callTool } from '../../mcp-answers.ts';
import { Notices } from '../notices.ts';
import type { Recording, Stage, Step } from '../tour.ts';

/** So many are shown, or as many as come in this time. */
const SHOWN = 15;
const PATIENCE_MS = 8_000;

interface Tick {
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
}

/**
 * Subscribes to the quote and reads, at each notice, the ticks since the last one: all of them, in order, though a burst
 * is told once.
 */
export const ticks: Step = async (stage) => {
  const { client, screen, show } = stage;
  const uri = `quotes://${encodeURIComponent(show.symbol)}`;
  await screen.heading(`${show.symbol} ticking`, `${uri} subscribed, get_ticks`);
  const notices = new Notices(client);
  const subscription = await client.listen({ resourceSubscriptions: [uri] });
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  const shown: Tick[] = [];
  let from = await startOf(stage);
  do {
    for (const tick of await ticksFrom(stage, from)) {
      if (shown.length === SHOWN) break;
      await screen.text(line(tick, shown.at(-1), stage));
      shown.push(tick);
      from = tick.time + 1;
    }
  } while ((shown.length < SHOWN || notices.count === 0) && (await notices.next(deadline)));
  await subscription.close();
  if (notices.count === 0) {
    throw new CliError(
      'DEMO_FAILED',
      `No update of ${uri} came within ${PATIENCE_MS / 1000} s; a higher --speed brings more.`,
    );
  }
  const proof = show.recording === undefined ? '' : `, ${sameAs(show.recording, shown)}`;
  await screen.text(screen.style('dim', `${shown.length} ticks${proof}; ${notices.count} notices told of them`));
};

/** Where to begin, UTC: where a recording does, else at the newest tick. */
async function startOf({ client, show }: Stage): Promise<number> {
  if (show.recording === undefined) {
    const { time_msc } = await callTool<{ time_msc: string }>(client, 'get_quote', { symbol: show.symbol });
    return Date.parse(time_msc);
  }
  const { utc_offset_minutes } = await callTool<{ utc_offset_minutes: number }>(client, 'get_terminal_info');
  return show.recording.from - utc_offset_minutes * 60_000;
}

interface Ticks {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

async function ticksFrom({ client, show }: Stage, from: number): Promise<Tick[]> {
  const args = { symbol: show.symbol, from: new Date(from).toISOString() };
  try {
    const { columns, rows } = await callTool<Ticks>(client, 'get_ticks', args);
    const [time, bid, ask] = ['time', 'bid', 'ask'].map((name) => columns.indexOf(name)) as [number, number, number];
    return rows.map((row) => ({
      time: Date.parse(String(row[time])),
      bid: Number(row[bid]),
      ask: Number(row[ask]),
    }));
  } catch (error) {
    // An earlier answer held them already.
    if (error instanceof ToolError && error.record.code === 'NO_DATA') return [];
    throw error;
  }
}

function line({ time, bid, ask }: Tick, before: Tick | undefined, { screen: { style }, price }: Stage): string {
  const move = Math.sign(bid - (before?.bid ?? bid));
  const arrow = move > 0 ? style('green', '▲') : move < 0 ? style('red', '▼') : ' ';
  return `${new Date(time).toISOString().slice(11, 23)}   ${price(bid)}   ${price(ask)}   ${arrow}`.trimEnd();
}

/** @throws CliError DEMO_FAILED at the first tick that is not the recorded one */
function sameAs({ name, ticks, from }: Recording, shown: readonly Tick[]): string {
  const first = ticks.time_msc.findIndex((time) => time >= from);
  const [begin] = shown;
  const differing = shown.findIndex(({ time, bid, ask }, at) => {
    const row = first + at;
    const later = (columns: TicksColumns) => (columns.time_msc[row] ?? Number.NaN) - (columns.time_msc[first] ?? 0);
    return time - (begin?.time ?? 0) !== later(ticks) || bid !== ticks.bid[row] || ask !== ticks.ask[row];
  });
  if (differing >= 0) throw new CliError('DEMO_FAILED', `Tick ${differing + 1} is not the one recorded in ${name}.`);
  return `exactly those of ${name}`;
}

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type MarketFile, readMarketFile } from '@mt5-bridge/fake-mt5';
import { timeframe, timeframeMs } from '@mt5-bridge/protocol';
import { CliError } from '../cli-error.ts';
import { clientCommands, dashboardWords, ownerCommands } from '../demo/client-commands.ts';
import { startDashboard } from '../demo/dashboard-process.ts';
import { startFakeProcess } from '../demo/fake-process.ts';
import { createOwner } from '../demo/owner.ts';
import { screenOn } from '../demo/screen.ts';
import { type Show, type Stage, stepsAt } from '../demo/tour.ts';
import { callTool } from '../mcp-answers.ts';
import type { Speed } from '../option-values.ts';
import { spawnServer } from '../server-process.ts';
import type { Shell } from '../shell.ts';
import type { Addresses } from '../terminal.ts';
import type { MarketOptions } from '../terminal-options.ts';

export interface DemoOptions extends MarketOptions {
  readonly once?: boolean;
  /** What is started as the terminal; FakeMT5 if not given. */
  readonly terminal?: string;
}

/**
 * FakeMT5 in one process, `serve` in another, and an MCP client here that shows what it gets. FakeMT5 then stays for
 * other clients until the end is asked for.
 * @throws MarketFileError, CliError, ToolError: the first thing that went wrong
 */
export async function demo(shell: Shell, { once: toEnd, terminal, replay, speed, seed }: DemoOptions): Promise<void> {
  const end = shell.endSignal();
  const files = (replay ?? []).map(readMarketFile);
  const screen = screenOn(shell.stdout);
  const pace = speed ?? lively(files[0]);
  await using fake = await startFakeProcess({ replay, speed: pace, seed }, terminal);
  await using folder = await temporaryFolder();
  const config = join(folder.path, 'config.toml');
  const place = ['--config', config, '--data-dir', join(folder.path, 'data')];
  await writeFile(config, configText(fake.addresses));
  const owner = await createOwner(place, shell.env);
  try {
    await Promise.race([tour(shell, { screen, show: showOf(files), owner }, pace), once(end, 'abort')]);
  } catch (error) {
    // A Ctrl-C reaches the server at the same moment, and the step that waits for it fails.
    if (!end.aborted) throw error;
  }
  if (toEnd || end.aborted) return;
  const choose = (port: number) => writeFile(config, configText(fake.addresses, port));
  await using dashboard = await startDashboard(place, shell.env, choose);
  await screen.heading('Your turn', 'the dashboard, claude mcp add');
  const { command, events } = fake.addresses;
  const running = `The simulated terminal stays at ${command} (commands) and\n${events} (events). Ctrl-C ends it.`;
  const ways = [dashboardWords(dashboard, owner), clientCommands(place, dashboard), ownerCommands(owner)];
  await screen.text(...ways.flatMap((lines) => [...lines, '']), running);
  await Promise.race([fake.ended.then(stopped), once(end, 'abort')]);
}

async function tour(shell: Shell, stage: Pick<Stage, 'screen' | 'show' | 'owner'>, pace: Speed): Promise<void> {
  await using server = await spawnServer(stage.owner.place, shell.env);
  const { client } = server;
  const { digits } = await callTool<{ digits: number }>(client, 'get_symbol_info', { symbol: stage.show.symbol });
  for (const step of stepsAt(pace)) await step({ ...stage, client, price: (value) => value.toFixed(digits) });
}

function stopped(): never {
  throw new CliError('DEMO_FAILED', 'The simulated terminal ended by itself.');
}

/** The first file is what is shown. Its ticks can be compared with those that come; bars are made into ticks first. */
function showOf(files: readonly MarketFile[]): Show {
  const [first] = files;
  if (first === undefined) return { symbol: 'EURUSD', timeframe: 'M1' };
  const { symbol } = first;
  if (first.kind === 'bars') {
    const length = barLength(first);
    return { symbol, timeframe: timeframe.names.find((name) => timeframeMs(name) === length) ?? 'M1' };
  }
  // All symbols run from where the last of them begins, or from a little earlier.
  const from = Math.max(...files.map((file) => (file.kind === 'ticks' ? file.ticks.time_msc : file.bars.time)[0] ?? 0));
  if ((first.ticks.time_msc.at(-1) ?? 0) < from) return { symbol, timeframe: 'M1' };
  return { symbol, timeframe: 'M1', recording: { name: basename(first.file), ticks: first.ticks, from } };
}

/** A speed at which something happens while somebody looks, at any hour: recorded ticks do, bars make few ticks. */
function lively(file: MarketFile | undefined): Speed {
  if (file === undefined) return 10;
  return file.kind === 'ticks' ? 1 : barLength(file) / 1_000;
}

/** Between the first bars, of which there may be only one. */
function barLength({ bars }: MarketFile & { kind: 'bars' }): number {
  const [first = 0, second = first + 60_000] = bars.time;
  return second - first;
}

async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'mt5-bridge-demo-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** A configuration that names these addresses, for as long as they are served. */
function configText({ command, events }: Addresses, port?: number): string {
  const http = port === undefined ? '' : `[transport.http]\nport = ${port}\n\n`;
  return `[mt5]\ncommand = "${command}"\nevents = "${events}"\n\n${http}${policy}`;
}

/** The simulated account has traded before anybody came: limits that look at its past would make the tour a gamble. */
const policy = `[policy]
preset = "guarded"
max_daily_loss = 0
max_open_positions = 0
max_total_notional = 0
max_quote_age_seconds = 0
`;

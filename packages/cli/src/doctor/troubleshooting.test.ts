import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '@mt5-bridge/config';
import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { CliError } from '../cli-error.ts';
import { file } from '../testing/command.ts';
import { type Check, type CheckCode, examine } from './check.ts';
import { checks } from './checks/index.ts';
import type { Patient } from './patient.ts';
import { findingLines } from './report.ts';
import { smokeChecks } from './smoke/checks.ts';

/** What of a patient a check asks for; everything else is not there. */
const patient = (parts: Readonly<Record<string, unknown>>): Patient => parts as unknown as Patient;
const failing = (part: string, error: Error): Patient => patient({ [part]: () => Promise.reject(error) });

const LOCAL = { command: 'tcp://127.0.0.1:9', events: 'tcp://127.0.0.1:10' };
const REMOTE = { command: 'tcp://192.168.1.20:5555', events: 'tcp://192.168.1.20:5556' };
const GUARDED = { policy: { preset: 'guarded' }, approvals: { channels: ['cli'] }, mt5: { login: 0, server: '' } };

const hello = (program_version: string) =>
  patient({ hello: async () => ({ program: 'ea', program_version, terminal_build: 5200 }) });

function allowed(terminal: object, account: object): Patient {
  return patient({
    terminal: async () => ({ terminal: { trade_allowed: true, expert_trade_allowed: true, ...terminal } }),
    account: async () => ({ trade_allowed: true, trade_expert: true, ...account }),
  });
}

/** A subscription on which nothing comes until the patience is over. */
const waitedFor = () => {
  setImmediate(() => vi.runOnlyPendingTimers());
  return () => {};
};

const streamed = (is_open: boolean) =>
  patient({
    bridge: async () => ({
      client: { ticks: waitedFor },
      reads: { marketHours: async () => ({ symbol: 'EURUSD', is_open, next_open: Date.UTC(2026, 6, 19, 21, 5) }) },
    }),
    symbols: async () => ['EURUSD'],
    symbol: async () => 'EURUSD',
  });

function ordersOf(on: boolean, unsettled: readonly { status: string }[]): Patient {
  const kill = { on, since: on ? Date.UTC(2026, 6, 15, 12) : null, by: 'owner', reason: 'news' };
  return patient({
    loadConfig: async () => ({ config: GUARDED }),
    bridge: async () => ({ gateway: { value: { killSwitch: () => kill, unsettled: () => unsettled } } }),
  });
}

/** What each check's failures mean beyond what doctor says itself, and who to show them on. */
const troubles: Readonly<Record<CheckCode, { readonly means: string; readonly cases?: readonly Patient[] }>> = {
  NODE: { means: 'A Node that is too old is refused before anything else, as `NODE_TOO_OLD`.' },
  CONFIGURATION: {
    means: 'The file of `mt5-bridge config path`. Without one the defaults are in force, and that is fine.',
    cases: [
      patient({
        loadConfig: () => loadConfig({ file: file('config.toml', '[mt5]\ncomand = "x"\n'), namedBy: '--config' }, {}),
      }),
    ],
  },
  ADDRESSES: {
    means: 'Where the expert advisor is looked for, and whether the way there is encrypted.',
    cases: [
      patient({ addresses: async () => REMOTE, isEncrypted: async () => false }),
      patient({
        addresses: async () => REMOTE,
        isEncrypted: () => Promise.reject(new Mt5Error('CURVE_KEYS_UNUSABLE')),
      }),
    ],
  },
  SOCKETS: {
    means:
      'A plain connection to both ports. Nothing listens: the terminal is not running, the expert advisor is not on a chart or could not start, or it has other addresses among its inputs. Where the terminal is on another machine, its firewall or a tunnel that is down does the same.',
    cases: [patient({ addresses: async () => LOCAL })],
  },
  HELLO: {
    means:
      "Something listens, and has to be our expert advisor. Silence most often means keys: one side encrypts and the other does not, or this side's public key is missing in `InpCurveClientKeys`; `mt5-bridge keys` shows this side's public key again. Or another program has the port.",
    cases: [
      failing('hello', new Mt5Error('TERMINAL_NOT_CONNECTED')),
      failing('hello', new Mt5Error('VERSION_MISMATCH')),
    ],
  },
  EA_VERSION: {
    means: 'Both sides understand each other, but come from different versions: something new may be missing.',
    cases: [hello('0.0.9')],
  },
  BROKER: {
    means: 'The expert advisor answers; the terminal itself is offline. Weekends are no reason: it stays logged in.',
    cases: [patient({ terminal: async () => ({ terminal: { connected: false } }) })],
  },
  ALGO_TRADING: {
    means: 'Four switches stand before every order of an expert advisor, and each of them alone stops it.',
    cases: [
      allowed({ trade_allowed: false }, {}),
      allowed({ expert_trade_allowed: false }, {}),
      allowed({}, { trade_allowed: false }),
      allowed({}, { trade_expert: false }),
    ],
  },
  ACCOUNT: {
    means: 'Which account this is, and whether it is the one that `mt5.login` and `mt5.server` name, where they do.',
    cases: [
      patient({
        loadConfig: async () => ({ config: { ...GUARDED, mt5: { login: 5012345, server: 'Broker-Demo' } } }),
        bridge: async () => ({ reads: { identity: () => ({ environment: 'demo' }) } }),
        account: async () => ({
          ...{ login: 7700001n, server: 'Broker-Demo', currency: 'USD', margin_mode: 'retail_hedging', leverage: 100 },
        }),
      }),
    ],
  },
  CLOCK: {
    means: "The clock of the terminal's machine beside this one's.",
    cases: [
      patient({
        bridge: async () => ({ client: { call: async () => ({ program: 'ea', time_gmt_raw: Date.now() - 90_000 }) } }),
      }),
    ],
  },
  TIME_ZONE: {
    means:
      'MetaTrader\'s times are those of the broker\'s server; here all times are UTC. `auto` recognises UTC+2/+3 with New York\'s switch dates. If bars are off by whole hours, ask the broker and set `mt5.server_timezone`, as in `"Europe/Athens"` or `"+03:00"`.',
  },
  QUOTE: {
    means: 'One quote, of EURUSD or the first symbol of Market Watch.',
    cases: [patient({ symbol: async () => 'EURUSD', bridge: () => Promise.reject(new Mt5Error('NO_QUOTE')) })],
  },
  STREAMING: {
    means:
      'Ticks come by the second address. Quotes that answer while nothing streams mean that the way to `mt5.events` is closed or another one.',
    cases: [streamed(true), streamed(false)],
  },
  ORDERS: {
    means:
      'What would keep an order from being sent on this side: ledger, audit log, kill switch, orders of unknown outcome, a missing passphrase.',
    cases: [
      ordersOf(true, []),
      ordersOf(false, [{ status: 'unknown' }, { status: 'unknown' }]),
      failing('loadConfig', new Mt5Error('LEDGER_UNAVAILABLE')),
    ],
  },
  MCP_SERVER: {
    means:
      'Starts the server as a client would, over stdio, and lists its tools. Ok here and not in the client: the client starts another command, with another Node or other options.',
    cases: [failing('spawnServer', new CliError('SERVER_NOT_STARTED', 'The server ended before it answered.'))],
  },
  SMOKE_ACCOUNT: {
    means:
      'Before anything is sent: whose money it is, and whether you are there. Demo accounts ask for the passphrase.',
    cases: [
      patient({
        bridge: async () => ({ reads: { identity: () => ({ environment: 'live' }) } }),
        account: async () => ({ login: 7700001n, server: 'Broker-Live' }),
      }),
    ],
  },
  SMOKE_PLACE: {
    means: 'The smallest position, with stops, through the same rules as every order: a refusal names the limit.',
  },
  SMOKE_EVENT: { means: 'The terminal tells of its deal by itself.' },
  SMOKE_MODIFY: { means: 'The stops move.' },
  SMOKE_CLOSE: { means: 'The position closes.' },
  SMOKE_CLEAN: {
    means: 'Nothing of it may be left, whatever failed before. This one runs even after Ctrl-C.',
    cases: [failing('smokeTrade', new CliError('SMOKE_TRADE_LEFT', 'Position 1234567 in EURUSD is still open.'))],
  },
  SMOKE_DEALS: { means: 'Both deals are in the history of the account.' },
  SMOKE_LEDGER: { means: 'The ledger knows all of it as done.' },
  SMOKE_AUDIT: { means: 'The audit log tells the same, and its chain is whole.' },
};

afterEach(() => {
  vi.useRealTimers();
});

const plain = { style: (_style: unknown, text: string) => text };

/** What doctor prints about a check alone. */
async function printed(check: Check, someone: Patient): Promise<string> {
  const lines = [];
  for await (const finding of examine([{ ...check, needs: [] }], someone, async () => {})) {
    expect(finding.status, check.code).not.toBe('ok');
    lines.push(findingLines(finding, plain));
  }
  return lines.join('').replaceAll(/\/[^\s:]*\/config\.toml/g, 'config.toml');
}

async function part(check: Check): Promise<string> {
  const { means, cases = [] } = troubles[check.code];
  const blocks = [];
  for (const someone of cases) blocks.push(await printed(check, someone));
  const seen = blocks.length === 0 ? [] : [`\`\`\`text\n${blocks.join('\n')}\`\`\`\n`];
  return [`### \`${check.code}\`\n`, `**${check.title}.** ${means}\n`, ...seen].join('\n');
}

it('stands in docs/troubleshooting.md with every check (vitest run packages/cli/src/doctor/troubleshooting.test.ts --update writes it)', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const [begin, end] = ['<!-- checks -->\n', '<!-- /checks -->\n'];
  const path = fileURLToPath(new URL('../../../../docs/troubleshooting.md', import.meta.url));
  const text = readFileSync(path, 'utf8');
  const parts = [];
  for (const check of checks) parts.push(await part(check));
  parts.push('## What doctor --smoke-trade says\n');
  for (const check of smokeChecks) parts.push(await part(check));
  const [head, tail] = [text.slice(0, text.indexOf(begin) + begin.length), text.slice(text.indexOf(end))];
  await expect(`${head}\n${parts.join('\n')}\n${tail}`).toMatchFileSnapshot(path);
});

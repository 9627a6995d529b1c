import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Examined } from '../doctor/check.ts';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, file, nobody, run, start } from '../testing/command.ts';
import { startTerminal } from '../testing/terminal.ts';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly Examined[];
}

async function examined(words: readonly string[]): Promise<{ code: number | null; report: Report }> {
  const { code, stdout } = await run(['doctor', '--json', ...words]);
  return { code, report: JSON.parse(stdout) as Report };
}

const statuses = ({ checks }: Report) => Object.fromEntries(checks.map(({ check, status }) => [check, status]));

/** Something that is no terminal listens there. */
async function listener(): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, close: () => server.close() };
}

describe('doctor', () => {
  it('finds a simulated terminal in order, from Node to its own MCP server', async () => {
    const { code, report } = await examined(['--mode', 'fake', '--speed', '30']);
    expect(code).toBe(0);
    expect(report.ok).toBe(true);
    expect(statuses(report)).toEqual({
      NODE: 'ok',
      CONFIGURATION: 'ok',
      ADDRESSES: 'ok',
      SOCKETS: 'ok',
      HELLO: 'ok',
      EA_VERSION: 'ok',
      BROKER: 'ok',
      ALGO_TRADING: 'ok',
      ACCOUNT: 'ok',
      CLOCK: 'skip',
      TIME_ZONE: 'ok',
      QUOTE: 'ok',
      STREAMING: 'ok',
      ORDERS: 'ok',
      MCP_SERVER: 'ok',
    });
  });

  it('says the same to a person', async () => {
    const { code, stdout, stderr } = await run(['doctor', '--mode', 'fake', '--speed', '30']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('✔ Account');
    expect(stdout).toContain('Everything is in order.');
  });

  it('says that there is no terminal, what to do, and that the server itself works', async () => {
    const { code, report } = await examined(['--config', nobody()]);
    expect(code).toBe(exitCodes.unreachable.number);
    expect(report.ok).toBe(false);
    expect(statuses(report)).toMatchObject({ ADDRESSES: 'ok', SOCKETS: 'fail', HELLO: 'skip', MCP_SERVER: 'ok' });
    expect(report.checks.find(({ check }) => check === 'SOCKETS')).toMatchObject({
      error: 'TERMINAL_NOT_CONNECTED',
      found: expect.stringContaining('tcp://127.0.0.1:9'),
      what_to_do: expect.stringContaining('Start MetaTrader 5'),
    });
  });

  it('tells a program that is no terminal apart from one that is not there', async () => {
    const [command, events] = [await listener(), await listener()];
    const text = `[mt5]\ncommand = "tcp://127.0.0.1:${command.port}"\nevents = "tcp://127.0.0.1:${events.port}"\n`;
    const { code, report } = await examined(['--config', file('config.toml', text)]);
    command.close();
    events.close();
    expect(code).toBe(exitCodes.unreachable.number);
    expect(statuses(report)).toMatchObject({ SOCKETS: 'ok', HELLO: 'fail', QUOTE: 'skip' });
  });

  it('says what is wrong with the configuration and looks at nothing that rests on it', async () => {
    const { code, report } = await examined(['--config', file('config.toml', '[mt5]\ncomand = "x"\n')]);
    expect(code).toBe(exitCodes.configuration.number);
    expect(statuses(report)).toMatchObject({
      NODE: 'ok',
      CONFIGURATION: 'fail',
      ADDRESSES: 'skip',
      MCP_SERVER: 'skip',
    });
  });

  it('notices another account than the configuration expects', async () => {
    const config = file('config.toml', '[mt5]\nlogin = 1\nserver = "Other-Live"\n');
    const { code, report } = await examined(['--mode', 'fake', '--speed', '30', '--config', config]);
    expect(code).toBe(exitCodes.configuration.number);
    expect(report.checks.find(({ check }) => check === 'ACCOUNT')).toMatchObject({
      status: 'fail',
      found: expect.stringMatching(/mt5\.login expects 1 and mt5\.server expects Other-Live/),
    });
  });

  it('warns of addresses beyond this machine', async () => {
    const config = file('config.toml', '[mt5]\ncommand = "tcp://192.0.2.1:5555"\nevents = "tcp://127.0.0.1:10"\n');
    const { report } = await examined(['--config', config]);
    expect(statuses(report)).toMatchObject({ ADDRESSES: 'warn', SOCKETS: 'fail' });
  });
});

it('doctor sees what keeps orders from being sent', async () => {
  const ordersWith = async (words: readonly string[]) => {
    const { code, report } = await examined(words);
    return { code, ...report.checks.find(({ check }) => check === 'ORDERS') };
  };
  const place = ['--config', nobody(), '--data-dir', emptyHome()];
  expect(await ordersWith(place)).toMatchObject({
    status: 'ok',
    found: expect.stringContaining('No passphrase is set'),
  });
  await run(['passphrase', ...place], {}, 'correct horse battery\n');
  expect(await ordersWith(place)).toMatchObject({ status: 'ok', found: 'Ledger and kill switch let them pass.' });
  await run(['kill', 'on', '--reason', 'a storm', ...place]);
  expect(await ordersWith(place)).toMatchObject({
    status: 'warn',
    found: expect.stringContaining('"a storm"'),
    what_to_do: expect.stringContaining('mt5-bridge kill off'),
  });
  expect(await ordersWith(['--config', nobody(), '--data-dir', file('a-file', '')])).toMatchObject({
    status: 'fail',
    error: 'LEDGER_UNAVAILABLE',
  });
  const watch = file('watch.toml', '[policy]\npreset = "watch"\n');
  expect(await ordersWith(['--config', watch])).toMatchObject({ status: 'skip' });
});

const smoke = ['ACCOUNT', 'PLACE', 'EVENT', 'MODIFY', 'CLOSE', 'CLEAN', 'DEALS', 'LEDGER', 'AUDIT'].map(
  (name) => `SMOKE_${name}`,
);

describe('doctor --smoke-trade', () => {
  it('opens, changes and closes the smallest position of a simulated account, and leaves nothing open', async () => {
    await using terminal = await startTerminal();
    const tickets = async () => {
      const { stdout } = await run(['call', 'get_positions', '-o', 'json', ...terminal.place]);
      return (JSON.parse(stdout) as { positions: { ticket: number }[] }).positions.map(({ ticket }) => ticket);
    };
    const before = await tickets();
    const { code, report } = await examined(['--smoke-trade', ...terminal.place]);
    expect(report.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(code).toBe(0);
    expect(report.checks.map(({ check }) => check)).toEqual(expect.arrayContaining(smoke));
    expect(await tickets()).toEqual(before);
    const { stdout } = await run(['audit', 'query', '--event', 'send', ...terminal.place, '-o', 'json']);
    expect(JSON.parse(stdout).records).toHaveLength(3);
  });

  it('sends nothing where the rules refuse, and says which', async () => {
    await using terminal = await startTerminal('max_lots_per_trade = 0.001\n');
    const { code, report } = await examined(['--smoke-trade', ...terminal.place]);
    expect(code).toBe(exitCodes.refused.number);
    expect(statuses(report)).toMatchObject({ SMOKE_PLACE: 'fail', SMOKE_MODIFY: 'skip', SMOKE_CLEAN: 'ok' });
    expect(report.checks.find(({ check }) => check === 'SMOKE_PLACE')).toMatchObject({ error: 'LIMIT_LOTS_PER_TRADE' });
  });

  it.skipIf(process.platform === 'win32')('closes what it opened before it ends on Ctrl-C', async () => {
    await using terminal = await startTerminal();
    const { child, ended, said } = start(['doctor', '--smoke-trade', ...terminal.place]);
    await said('Smoke trade: place');
    child.kill('SIGINT');
    const { stdout } = await ended;
    expect(stdout).toContain('Smoke trade: nothing left  Closed what was still open');
    expect(stdout).not.toContain('✔ Smoke trade: modify');
    const { stdout: sends } = await run(['audit', 'query', '--event', 'send', ...terminal.place, '-o', 'json']);
    expect(JSON.parse(sends).records).toHaveLength(2);
  });

  it('trades no other account than the one that is typed out', async () => {
    await using terminal = await startTerminal();
    const { code, report } = await examined(['--smoke-trade', '--real-account', '123', ...terminal.place]);
    expect(code).toBe(exitCodes.refused.number);
    expect(report.checks.find(({ check }) => check === 'SMOKE_ACCOUNT')).toMatchObject({
      status: 'fail',
      error: 'SMOKE_TRADE_REFUSED',
    });
    expect((await run(['doctor', '--real-account', '123'])).code).toBe(exitCodes.usage.number);
  });
});

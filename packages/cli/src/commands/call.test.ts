import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, file, nobody, run } from '../testing/command.ts';

const fake = ['--mode', 'fake'];
const account = { environment: 'fake', login: expect.any(Number), server: 'FakeMT5-Demo' };

describe('call', () => {
  it('lists the tools, without a terminal', async () => {
    const { code, stdout } = await run(['call', '--config', nobody()]);
    expect(code).toBe(0);
    const { tools } = JSON.parse(stdout) as { tools: { name: string; arguments: string[] }[] };
    expect(tools).toContainEqual({ name: 'get_quote', title: 'Quote', arguments: ['symbol'] });
  });

  it('answers with what the tool says, as JSON where nobody looks', async () => {
    const { code, stdout, stderr } = await run(['call', 'get_quote', 'symbol=EURUSD', ...fake]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ...account, symbol: 'EURUSD', bid: expect.any(Number) });
  });

  it('gives arguments the types that the tool wants', async () => {
    const words = ['get_rates', 'symbol=EURUSD', 'timeframe=m1', 'count=3'];
    const { stdout } = await run(['call', ...words, ...fake]);
    expect(JSON.parse(stdout)).toMatchObject({ timeframe: 'M1', rows: [{}, {}, {}] });
    const quotes = await run(['call', 'get_quotes', 'symbols=EURUSD,XAUUSD', ...fake]);
    expect(JSON.parse(quotes.stdout).quotes).toHaveLength(2);
    const json = JSON.stringify({ symbol: 'EURUSD', side: 'buy', volume: 0.1 });
    const margin = await run(['call', 'calc_margin', '--json-args', json, ...fake]);
    expect(JSON.parse(margin.stdout)).toMatchObject(account);
  });

  it('writes lines and tables', async () => {
    const words = ['call', 'get_rates', 'symbol=EURUSD', 'timeframe=M1', 'count=3', ...fake];
    const { stdout: lines } = await run([...words, '-o', 'ndjson']);
    const bars = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(bars).toHaveLength(3);
    expect(bars[0]).toMatchObject({ ...account, open: expect.any(Number) });
    const { stdout: table } = await run([...words, '-o', 'table']);
    expect(table).toMatch(/^FAKE \d+ at FakeMT5-Demo\n/);
    expect(table).toMatch(/^time +open +high +low +close/m);
  });

  it('keeps the picture that comes with an answer in a new file', async () => {
    const words = ['call', 'get_chart_image', 'symbol=EURUSD', 'timeframe=H1', ...fake];
    const out = join(emptyHome(), 'chart.png');
    const kept = await run([...words, '--out', out]);
    expect({ code: kept.code, stderr: kept.stderr }).toEqual({ code: 0, stderr: `Wrote ${out}\n` });
    const png = readFileSync(out);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(JSON.parse(kept.stdout)).toMatchObject({ ...account, bytes: png.byteLength });
    const again = await run([...words, '--out', out]);
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: exitCodes.usage.number, stdout: '' });
    expect(again.stderr).toContain('FILE_UNWRITABLE');
    const unasked = await run(words);
    expect(unasked.code).toBe(0);
    expect(unasked.stderr).toContain('--out FILE.png');
  });

  it('says that no picture came with an answer', async () => {
    const out = join(emptyHome(), 'quote.png');
    const { code, stdout, stderr } = await run(['call', 'get_quote', 'symbol=EURUSD', ...fake, '--out', out]);
    expect(code).toBe(exitCodes.usage.number);
    expect(JSON.parse(stdout)).toMatchObject({ symbol: 'EURUSD' });
    expect(stderr).toBe(`No picture came with the answer: ${out} was not written.\n`);
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    [['get_qoute', 'symbol=EURUSD'], 'usage', 'UNKNOWN_TOOL', 'Close matches: get_quote'],
    [['ping', 'symbol=EURUSD'], 'usage', 'INVALID_PARAMS', 'symbol'],
    [['get_quote'], 'usage', 'INVALID_SYMBOL', 'symbol: missing'],
    [['get_quote', 'symbol=EURUSDD'], 'refused', 'SYMBOL_NOT_FOUND', 'Close matches: EURUSD'],
    [['get_rates', 'symbol=EURUSD', 'timeframe=M7'], 'usage', 'INVALID_TIMEFRAME', 'M5'],
    [['get_rates', 'symbol=EURUSD', 'timeframe=M1', 'count=0'], 'usage', 'INVALID_COUNT', 'count'],
  ] as const)('refuses %j by class %s', async (words, name, error, sentence) => {
    const { code, stdout, stderr } = await run(['call', ...words, ...fake]);
    expect({ code, stdout }).toEqual({ code: exitCodes[name].number, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^${error}: `));
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('What to do: ');
  });

  it('tells a failure on stdout where a format for programs is asked for', async () => {
    const words = ['call', 'get_quote', 'symbol=EURUSDD', ...fake];
    const { code, stdout, stderr } = await run([...words, '-o', 'json']);
    expect({ code, stderr }).toEqual({ code: exitCodes.refused.number, stderr: '' });
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'SYMBOL_NOT_FOUND', retryable: false, what_to_do: expect.any(String) });
    expect((await run([...words, '-o', 'ndjson'])).stdout).toBe(`${JSON.stringify({ error })}\n`);
  });

  it('says that there is no terminal, and where it looked', async () => {
    const { code, stdout, stderr } = await run(['call', 'ping', '--config', nobody()]);
    expect({ code, stdout }).toEqual({ code: exitCodes.unreachable.number, stdout: '' });
    expect(stderr).toContain('TERMINAL_NOT_CONNECTED');
    expect(stderr).toContain('tcp://127.0.0.1:9');
  });

  it('reads without a ledger, and refuses orders where none can be', async () => {
    const dataDir = join(file('a-file', ''), 'data');
    const place = [...fake, '--data-dir', dataDir];
    expect((await run(['call', 'get_quote', 'symbol=EURUSD', ...place])).code).toBe(0);
    const { code, stderr } = await run(['call', 'place_order', 'symbol=EURUSD', 'side=buy', 'volume=0.01', ...place]);
    expect(code).toBe(exitCodes.configuration.number);
    expect(stderr).toContain('LEDGER_UNAVAILABLE');
  });

  it('leaves nothing behind when it only reads', async () => {
    const dataDir = join(emptyHome(), 'data');
    await run(['call', 'get_quote', 'symbol=EURUSD', ...fake, '--data-dir', dataDir]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('trades within the rules, and tells what waits for the owner', async () => {
    const order = ['call', 'place_order', 'symbol=EURUSD', 'side=buy', 'volume=0.1', 'sl=0.9', ...fake];
    const open = ['--config', file('config.toml', '[policy]\npreset = "open"\n'), '--data-dir', emptyHome()];
    const sent = await run([...order, ...open]);
    expect(sent.code, sent.stderr).toBe(0);
    expect(JSON.parse(sent.stdout)).toMatchObject({ status: 'done', volume_filled: 0.1, ...account });
    const guarded = '[policy]\nmax_daily_loss = 0\nmax_risk_per_trade_percent = 0\n';
    const waits = await run([...order, '--config', file('config.toml', guarded), '--data-dir', emptyHome()]);
    expect(JSON.parse(waits.stdout)).toMatchObject({ status: 'pending_approval', approval_id: expect.any(String) });
    const denied = file('config.toml', '[symbols]\ndenylist = ["EURUSD"]\n');
    const refused = await run([...order, '--config', denied, '--data-dir', emptyHome()]);
    expect(refused.code).toBe(exitCodes.refused.number);
    expect(refused.stderr).toContain('SYMBOL_DENIED');
  });

  it('says what is wrong with the configuration', async () => {
    const { code, stderr } = await run(['call', 'ping', '--config', nobody('colour = "red"\n')]);
    expect(code).toBe(exitCodes.configuration.number);
    expect(stderr).toContain('CONFIG_UNKNOWN_KEY');
  });

  it.each([
    [
      'EURUSD_ticks.csv',
      '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\n2026.07.13\t12:00:00.1\t1.1\tx\t\t\t6\n',
      'MARKET_FILE_',
      ':2:',
    ],
    ['EURUSD_prices.csv', 'when;what\n', 'MARKET_FILE_HEADER', 'EURUSD_prices.csv'],
    ['EURUSD_empty.csv', '', 'MARKET_FILE_EMPTY', 'EURUSD_empty.csv'],
  ])('names the place in a broken replay file: %s', async (name, text, error, place) => {
    const { code, stderr } = await run(['call', 'ping', ...fake, '--replay', file(name, text)]);
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain(error);
    expect(stderr).toContain(place);
  });

  it('says that a replay file is missing', async () => {
    const { code, stderr } = await run(['call', 'ping', ...fake, '--replay', '/nowhere/EURUSD_H1.csv']);
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain('MARKET_FILE_NOT_FOUND: /nowhere/EURUSD_H1.csv');
  });
});

import { describe, expect, it } from 'vitest';
import { exitCodes } from './exit-codes.ts';
import { run } from './testing/command.ts';
import { version } from './version.ts';

describe('the command line', () => {
  it('shows help with every command and every exit code', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of [
      'setup',
      'serve',
      'doctor',
      'call',
      'watch',
      'passphrase',
      'approvals',
      'approve',
      'deny',
      'kill',
      'audit',
      'config',
      'demo',
    ])
      expect(stdout).toContain(`\n  ${name} `);
    for (const { number, meaning } of Object.values(exitCodes)) expect(stdout).toContain(`  ${number}  ${meaning}`);
  });

  it('tells its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [['srve'], 'Did you mean serve?'],
    [['serve', '--mod', 'fake'], 'Did you mean --mode?'],
    [['serve', '--mode', 'paper'], 'Allowed choices are live, fake.'],
    [['serve', '--transport', 'pigeon'], 'Allowed choices are stdio, http, both.'],
    [['serve', '--mode', 'fake', '--speed', 'fast'], 'or max'],
    [['serve', '--mode', 'fake', '--speed', '0'], 'above 0'],
    [['serve', '--mode', 'fake', '--seed', '-1'], 'whole number'],
    [['serve', '--toolsets', 'market,casino'], 'no toolset "casino": they are market'],
    [['serve', '--replay', 'EURUSD_H1.csv'], 'add --mode fake'],
    [['call', 'ping', '--speed', '2'], 'add --mode fake'],
    [['call', 'ping', '-o', 'yaml'], 'Allowed choices are table, json, ndjson.'],
    [['call', 'ping', '--json-args', '[1]'], 'Give an object'],
    [['call', 'ping', '--json-args', '{'], 'not JSON'],
    [['watch', 'orders'], 'Allowed choices are quotes, account, positions.'],
    [['watch', 'quotes'], 'Name at least one symbol.'],
    [['watch', 'account', 'EURUSD'], 'takes no symbols'],
    [['watch', 'quotes', 'EURUSD', '--count', '0'], 'at least 1'],
    [['config'], 'config'],
    [['approve'], "missing required argument 'ID'"],
    [['approvals', '--state', 'denied'], 'Allowed choices are pending, all.'],
    [['kill', 'maybe'], 'Allowed choices are on, off, status.'],
    [['audit', 'tail', '-n', '0'], 'at least 1'],
    [['audit', 'export', '--format', 'xml'], 'Allowed choices are ndjson, csv.'],
    [['doctor', '--real-account', 'mine'], 'number of the account'],
    [['doctor', '--real-account', '1'], '--smoke-trade'],
  ])('refuses %j with the code of usage, on stderr alone', async (words, sentence) => {
    const { code, stdout, stderr } = await run(words);
    expect(stderr).toContain(sentence);
    expect({ code, stdout }).toEqual({ code: exitCodes.usage.number, stdout: '' });
  });

  it('says USAGE and what to do', async () => {
    const { stderr } = await run(['serve', '--mode', 'paper']);
    expect(stderr).toMatch(/^USAGE: /);
    expect(stderr).toContain('What to do:');
  });
});

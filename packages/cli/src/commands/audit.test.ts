import fs, { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuditLog, Ledger } from '@mt5-bridge/gateway';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, nobody, run, start } from '../testing/command.ts';

/** A log with so many records. */
function log(count: number) {
  const dataDir = emptyHome();
  const file = join(dataDir, 'audit.jsonl');
  const place = ['--config', nobody(), '--data-dir', dataDir];
  const ledger = new Ledger({
    file: join(dataDir, 'ledger.sqlite'),
    audit: (remembered) => createAuditLog({ file, maxBytes: 1e6, clock: { now: Date.now }, fs, remembered }),
  });
  const add = (reason: string, profile?: string) =>
    ledger.write('disk', ({ audit }) => {
      const actor = { kind: 'owner', name: 'test', ...(profile !== undefined && { profile }) } as const;
      audit({ event: 'kill_switch', actor, account: null, request_id: null, data: { on: true, reason } });
    });
  for (let at = 1; at <= count; at++) add(`reason ${at}`);
  return { file, add, place, audit: (...words: string[]) => run(['audit', ...words, ...place]) };
}

const lines = (text: string) => text.trimEnd().split('\n');

describe('audit', () => {
  it('verify passes on a whole log and names the line of one changed byte', async () => {
    const { audit, file } = log(3);
    const { code, stdout } = await audit('verify', '-o', 'json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, intact: true, records: 3, files: 1 });

    writeFileSync(file, readFileSync(file, 'utf8').replace('reason 2', 'reason 4'));
    const broken = await audit('verify');
    expect({ code: broken.code, stdout: broken.stdout }).toEqual({ code: exitCodes.failure.number, stdout: '' });
    expect(broken.stderr).toContain('AUDIT_BROKEN');
    expect(broken.stderr).toContain('audit.jsonl:2');
  });

  it('verify sees that the end was cut off', async () => {
    const { audit, file } = log(3);
    writeFileSync(file, `${lines(readFileSync(file, 'utf8')).slice(0, 2).join('\n')}\n`);
    const { code, stderr } = await audit('verify');
    expect(code).toBe(exitCodes.failure.number);
    expect(stderr).toContain('cut off');
  });

  it('query finds by event and time, newest first', async () => {
    const { audit, add } = log(1);
    add('of a strategy', 'trend');
    const { stdout } = await audit('query', '--event', 'kill_switch', '--from', '2020-01-01', '-o', 'ndjson');
    expect(lines(stdout).map((line) => JSON.parse(line).seq)).toEqual([2, 1]);
    expect((await audit('query', '--to', '2020-01-01', '-o', 'json')).stdout).toContain('"records": []');
    const ofTrend = (await audit('query', '--profile', 'trend', '-o', 'ndjson')).stdout;
    expect(lines(ofTrend).map((line) => JSON.parse(line).seq)).toEqual([2]);
    expect((await audit('query', '-n', '1', '-o', 'table')).stdout).toMatch(/kill_switch/);
  });

  it('tail prints what there is and follows what comes', async () => {
    const { audit, place, add } = log(2);
    expect(lines((await audit('tail', '-n', '1')).stdout).map((line) => JSON.parse(line).seq)).toEqual([2]);
    const following = start(['audit', 'tail', '-f', ...place]);
    await following.said('reason 2');
    add('reason 3');
    await following.said('reason 3');
    following.child.kill('SIGINT');
    const { code, stdout } = await following.ended;
    expect({ code, seqs: lines(stdout).map((line) => JSON.parse(line).seq) }).toEqual({ code: 0, seqs: [1, 2, 3] });
  });

  it('export writes the lines as they are, or a table for spreadsheets, and overwrites nothing', async () => {
    const { audit, file } = log(2);
    expect((await audit('export')).stdout).toBe(readFileSync(file, 'utf8'));
    const out = join(emptyHome(), 'audit.csv');
    expect((await audit('export', '--format', 'csv', '--out', out)).code).toBe(0);
    expect(readFileSync(out, 'utf8').split('\r\n')[0]).toContain('time,event');
    const { code, stderr } = await audit('export', '--out', out);
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain('FILE_UNWRITABLE');
  });

  it('refuses what is no event and no time', async () => {
    const { audit } = log(0);
    expect((await audit('query', '--event', 'party')).stderr).toContain('no event "party"');
    expect((await audit('query', '--from', 'yesterday')).code).toBe(exitCodes.usage.number);
  });

  it('is empty and whole before anything happened', async () => {
    const { audit } = log(0);
    expect(JSON.parse((await audit('verify', '-o', 'json')).stdout)).toMatchObject({ intact: true, records: 0 });
    expect((await audit('tail')).stdout).toBe('');
  });
});

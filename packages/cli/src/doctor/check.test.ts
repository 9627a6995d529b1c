import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { type Check, type Examined, examine, type Finding } from './check.ts';
import type { Patient } from './patient.ts';

const patient = {} as Patient;

function check(code: Check['code'], needs: Check['needs'], examine: () => Finding): Check {
  return { code, title: code.toLowerCase(), needs, examine: async () => examine() };
}

async function findings(checks: readonly Check[]): Promise<Examined[]> {
  const found = [];
  for await (const finding of examine(checks, patient, async () => {})) found.push(finding);
  return found;
}

const fine = (): Finding => ({ status: 'ok', found: 'fine' });
const failing = (): Finding => {
  throw new Mt5Error('TIMEOUT');
};

describe('an examination', () => {
  it('makes a failure of what a check throws, with the code and advice of the error', async () => {
    const [finding] = await findings([check('HELLO', [], failing)]);
    expect(finding).toEqual({
      check: 'HELLO',
      title: 'hello',
      status: 'fail',
      error: 'TIMEOUT',
      found: new Mt5Error('TIMEOUT').message,
      what_to_do: new Mt5Error('TIMEOUT').whatToDo,
    });
  });

  it('skips what rests on a failure, and what rests on what was skipped, but nothing else', async () => {
    const found = await findings([
      check('SOCKETS', [], failing),
      check('HELLO', ['SOCKETS'], fine),
      check('QUOTE', ['HELLO'], fine),
      check('MCP_SERVER', [], fine),
    ]);
    expect(found.map(({ check, status }) => [check, status])).toEqual([
      ['SOCKETS', 'fail'],
      ['HELLO', 'skip'],
      ['QUOTE', 'skip'],
      ['MCP_SERVER', 'ok'],
    ]);
    expect(found[1]?.found).toBe('Not looked at, because of: sockets.');
  });

  it('looks no further once the end is asked for, but leaves things as they were', async () => {
    const end = new AbortController();
    const stop = (): Finding => {
      end.abort();
      return fine();
    };
    const found = [];
    const checked = [
      check('SMOKE_PLACE', [], stop),
      check('SMOKE_MODIFY', ['SMOKE_PLACE'], fine),
      { ...check('SMOKE_CLEAN', ['SMOKE_PLACE'], fine), isLast: true } as const,
    ];
    for await (const finding of examine(checked, patient, async () => {}, end.signal)) found.push(finding.status);
    expect(found).toEqual(['ok', 'skip', 'ok']);
  });

  it('goes on after a warning and after a check that had nothing to look at', async () => {
    const found = await findings([
      check('HELLO', [], () => ({ status: 'warn', found: 'old', what_to_do: 'update' })),
      check('QUOTE', ['HELLO'], () => ({ status: 'skip', found: 'closed' })),
      check('STREAMING', ['QUOTE'], fine),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['warn', 'skip', 'ok']);
  });
});

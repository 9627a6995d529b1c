import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compile } from './compile.ts';

it.skipIf(process.platform === 'win32')('a MetaEditor that does not end is ended', async () => {
  const data = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
  mkdirSync(join(data, 'MQL5', 'Experts', 'Mt5Bridge'), { recursive: true });
  const editor = join(data, 'metaeditor64.exe');
  writeFileSync(editor, '#!/bin/sh\nexec sleep 600\n');
  chmodSync(editor, 0o755);
  const shell = { env: process.env, platform: 'win32' } as unknown as Parameters<typeof compile>[0];
  await expect(compile(shell, { data, program: data }, editor, [], 50)).rejects.toMatchObject({
    code: 'COMPILE_FAILED',
    message: expect.stringContaining('did not end'),
  });
});

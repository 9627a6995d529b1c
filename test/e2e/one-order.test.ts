import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { configFor } from '../support/bridge.ts';
import { type ClientKind, clientKinds, connectAny } from '../support/clients.ts';
import { startFake } from '../support/processes.ts';

const CLIENTS = 10;

/** Ten servers, each with a client of its own, on one ledger and one terminal. */
test('ten clients that propose the same order under one key make exactly one order', async () => {
  const fake = await startFake(['--seed', '11', '--start', '2026-07-15T13:00:00Z']);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
  const config = configFor(fake, '[policy]\npreset = "open"\n');
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, (_, i) => {
      const kind = clientKinds[i % clientKinds.length] as ClientKind;
      return connectAny(kind, ['--config', config, '--data-dir', dataDirectory]);
    }),
  );
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await fake.kill();
  });
  const order = { symbol: 'EURUSD', side: 'buy', type: 'market', volume: 0.01, idempotency_key: 'the one' };
  const answers = await Promise.all(clients.map((client) => client.call('place_order', order)));
  expect(answers.map(({ data }) => data.status)).toEqual(Array(CLIENTS).fill('done'));
  expect(new Set(answers.map(({ data }) => data.request_id)).size).toBe(1);
  expect(answers.filter(({ data }) => data.replayed === false)).toHaveLength(1);

  const [client] = clients;
  const { request_id } = answers[0]?.data ?? {};
  const history = await client?.call('get_history', { from_ts: '2026-07-15T12:00:00Z', to_ts: '2026-07-15T14:00:00Z' });
  const deals = history?.data.deals as { comment?: string }[] | undefined;
  expect(deals?.filter(({ comment }) => comment?.startsWith(`#${request_id}`))).toHaveLength(1);
  const audit = await client?.call('get_audit', { event: 'send' });
  expect(audit?.data.records).toHaveLength(1);
});

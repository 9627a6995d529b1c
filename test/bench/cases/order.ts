import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMt5Client, type Mt5Client } from '@mt5-bridge/client';
import { parseConfig } from '@mt5-bridge/config';
import { createTradingGateway, type TradeIntent } from '@mt5-bridge/gateway';
import { createTerminalReads } from '@mt5-bridge/gateway/read';
import { systemClock } from '@mt5-bridge/protocol';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { startFake } from '../../support/processes.ts';
import { type Case, figures, ms, series } from '../harness.ts';

const ORDERS = 600;
const ROUNDS = 3;
/** About what an order leaves in the audit log. */
const LINES = Buffer.alloc(2_048, 'x');

const settings = '[policy]\npreset = "open"\nmax_quote_age_seconds = 0\n';

const order: TradeIntent = {
  action: 'place_order',
  symbol: 'EURUSD',
  side: 'buy',
  type: 'market',
  volume: 0.01,
};

/** Ledger, policy, audit log and everything around them, with a terminal that answers at once, against a bare fsync. */
export const orderPath: Case = {
  name: 'order',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-bench-'));
    const fake = await startFake(['--seed', '1']);
    const clock = systemClock();
    const { config } = parseConfig(settings, 'bench');
    const real = createMt5Client({
      connect: connectZmq(fake),
      clock,
      random: Math.random,
      serverTimezone: 'auto',
      requestTimeoutMs: 5_000,
      log: () => {},
    });
    await real.ready(5_000);
    const [held] = (await real.call('positions', {})).positions;
    const client = answeringAtOnce(real, held?.identifier ?? 0n);
    const gateway = createTradingGateway({
      client,
      reads: createTerminalReads({ client, clock, stopwatch: () => performance.now() }),
      config: () => config,
      readOnly: false,
      terminal: fake,
      files: { ledger: join(folder, 'ledger.sqlite'), audit: join(folder, 'audit.jsonl') },
      clock,
      randomBytes: (count) => randomBytes(count),
      log: () => {},
    });
    const fd = openSync(join(folder, 'bare'), 'a');
    const flush = async (): Promise<void> => {
      writeSync(fd, LINES);
      fsyncSync(fd);
    };
    let key = 0;
    const submit = () =>
      gateway.submit({ intent: order, actor: { kind: 'agent', name: 'bench' }, idempotency_key: `bench ${key++}` });
    const bare: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(...(await series(ORDERS / ROUNDS, flush, 20)));
      ours.push(...(await series(ORDERS / ROUNDS, submit, 20)));
    }
    closeSync(fd);
    await gateway.close();
    await real.close();
    await fake.kill();
    rmSync(folder, { recursive: true });
    const [order50, bare50] = [figures(ours).p50, figures(bare).p50];
    return [
      {
        what: 'an order without network, p50',
        measured: ms(order50),
        against: `bare write and fsync ${ms(bare50)}`,
        ratio: order50 / bare50,
        reach: '<= 3 ms',
      },
      {
        what: 'the same, less two fsyncs, p50',
        measured: ms(order50 - 2 * bare50),
        against: 'itself',
        reach: '',
      },
    ];
  },
};

/**
 * Reads are answered from what the terminal said the first time, trade requests as done: each came to a position that is
 * there, since an order that the account does not show yet would be judged, and audited, with all that follow it.
 */
function answeringAtOnce(real: Mt5Client, order: bigint): Mt5Client {
  const kept = new Map<string, Promise<unknown>>();
  return new Proxy(real, {
    get(target, name) {
      if (name === 'call') {
        return (operation: string, params: object) => {
          const key = JSON.stringify([operation, params], (_, value) =>
            typeof value === 'bigint' ? `${value}` : value,
          );
          // The command under judgement has a request id, and times pass: neither changes what is measured.
          const alike = operation === 'order_check' || operation === 'history_deals' ? operation : key;
          const answer = kept.get(alike) ?? target.call(operation as never, params as never);
          kept.set(alike, answer);
          return answer;
        };
      }
      if (name === 'send') {
        return async () => ({
          outcome: 'done',
          result: {
            retcode: 10009,
            deal: 1n,
            order,
            volume: 0.01,
            price: 1.1,
            bid: 1.1,
            ask: 1.1,
            comment: 'Request executed',
            retcode_external: 0,
            replayed: false,
          },
        });
      }
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations, serverZone } from '@mt5-bridge/protocol';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Peer } from '../conformance/peer.ts';
import { newRequestId, type Trader } from '../conformance/trader.ts';
import { pause, until } from '../support/wait.ts';
import { BUILDING_MS, Machine, prepare } from './machine.ts';

/** The terminal stood still, the disk did, the account is another one, or the terminal drops what it had to say. */

let program: string;
beforeAll(async () => {
  program = await prepare();
}, BUILDING_MS);

/** An order as it travels, with nothing asked before it is sent. */
async function readyOrder(trader: Trader) {
  const id = newRequestId();
  const { number, params } = operations.order_send;
  const a = params.encode({ ...trader.order(), comment: `#${id}`, request_id: id } as never, 'a', serverZone);
  const { peer } = trader;
  const { clock, result } = await peer.callBulk('hello', {});
  return { id, clock, epoch: result.epoch, send: (ttl: number) => peer.ask(number, a, { ttl, e: result.epoch }) };
}

function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const carriedOut = async (peer: Peer, request_id: string): Promise<number> =>
  (await peer.call('order_lookup', { request_id, since: 0 })).deals.length;

describe.skipIf(process.platform !== 'linux')('a terminal that stood still', () => {
  const MINE = 77n;

  test('carries out nothing stale, and takes nobody for silent who could not be heard', async () => {
    const rule = ['InpDeadMan=2', 'InpDeadManSeconds=5', `InpDeadManMagic=${MINE}`];
    const machine = new Machine(...rule.flatMap((input) => ['--set', input]));
    const trader = await machine.start();
    const { ticket } = await trader.open({ magic: MINE });
    const stale = await readyOrder(trader);
    const { expert } = machine;
    process.kill(expert, 'SIGSTOP');
    onTestFinished(() => void process.kill(expert, 'SIGCONT'));
    const answer = stale.send(stale.clock + 2_000);
    await pause(7_000);
    process.kill(expert, 'SIGCONT');
    const { head } = await answer;
    expect(head.ok ? 'carried out' : head.e.code).toBe('EXPIRED');
    await pause(1_000);
    expect(await carriedOut(trader.peer, stale.id)).toBe(0);
    expect(await trader.position(ticket), 'the dead-man rule closed what a client still minds').toBeDefined();
    // Now there is silence.
    await pause(7_000);
    expect(await trader.position(ticket)).toBeUndefined();
  });

  test('because of its disk does not send what is past its time to live by then', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ea-slow-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [source, library, wrapper] = ['slow.c', 'slow.so', 'expert'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(source, '#include <unistd.h>\nint fsync(int file) { (void)file; return usleep(400000); }\n');
    execFileSync('gcc', ['-shared', '-fPIC', '-o', library, source]);
    writeFileSync(wrapper, `#!/bin/bash\nLD_PRELOAD='${library}' exec '${program}' "$@"\n`);
    chmodSync(wrapper, 0o755);
    const trader = await new Machine('--expert', wrapper).start();
    const { id, clock, send } = await readyOrder(trader);
    const { head } = await send(clock + 200);
    const said = head.ok ? operations.order_send.result.decode(head.d, 'd', serverZone) : expect.fail(head.e.message);
    expect([said.retcode, said.deal]).toEqual([10007, 0n]);
    expect(said.comment).toMatch(/^not sent: the journal was ready \d+ ms after its time to live$/);
    const { state, deals } = await trader.lookup(id);
    expect([state, deals.length]).toEqual(['answered', 0]);
    await trader.done('order_send', trader.order());
  });
});

describe('an account that changes under the expert', () => {
  /** The timer, which takes the account over, comes late; at every tick requests are served and events told. */
  async function late(...inputs: string[]) {
    const machine = new Machine(...['InpTimerMs=1000', 'InpPumpMs=0', ...inputs].flatMap((input) => ['--set', input]));
    await machine.start();
    // From now on at fixed ports, as at a real terminal.
    return { machine, trader: await machine.restart() };
  }

  test('gets no order that was meant for the one before, and answers for no other one', async () => {
    const { machine, trader } = await late();
    const { id, clock, epoch, send } = await readyOrder(trader);
    await machine.tell({ expert: 'login', login: 4_711 });
    await pause(100);
    const answer = send(clock + 30_000).then(
      ({ head }) => (head.ok ? 'carried out' : head.e.code),
      () => 'no answer, as the sockets were closed',
    );
    // A request on its way while the sockets are closed is lost.
    await pause(2_000);
    const peer = machine.another();
    const now = await peer.call('hello', {});
    expect(now.login).toBe(4_711n);
    expect(now.epoch).toBeGreaterThan(epoch);
    expect(['STALE_EPOCH', 'no answer, as the sockets were closed']).toContain(await answer);
    expect(await carriedOut(peer, id)).toBe(0);
  });

  test('is told of under an epoch of its own alone', async () => {
    const { machine, trader } = await late('InpHeartbeatMs=20');
    const { peer } = trader;
    for (const topic of ['hb', 'account']) peer.subscribe(topic);
    const epoch = () => peer.seen.at(-1)?.epoch ?? 0;
    await until(() => epoch() > 0, 'a heartbeat');
    const owners = new Map([[epoch(), (await peer.call('hello', {})).login]]);
    // The second one comes right after the timer, so that ticks have most of a second until the next.
    for (const login of [4_711, 4_712]) {
      const before = epoch();
      await machine.tell({ expert: 'login', login });
      await until(() => epoch() > before, 'another epoch');
      owners.set(epoch(), BigInt(login));
    }
    const told = () => peer.of('account').map((event) => [event.epoch, event.data.account.login]);
    await until(() => told().some(([of]) => of === epoch()), 'figures of the last account');
    expect(told()).toEqual(told().map(([of]) => [of, owners.get(Number(of))]));
  });
});

describe('a chart that changes', () => {
  test('shows the trade events that the terminal dropped meanwhile as a gap', async () => {
    const machine = new Machine();
    const trader = await machine.start();
    const { peer } = trader;
    for (const topic of ['hb', 'trade']) peer.subscribe(topic);
    const told = () => peer.of('hb').at(-1)?.data.seq.trade;
    await until(() => told() === 0, 'a heartbeat before any trade');
    await machine.tell({ expert: 'reinit' });
    await until(() => told() === 1, 'a gap');
    await trader.done('order_send', trader.order());
    await until(() => peer.of('trade').length > 0, 'a trade event');
    expect(peer.of('trade')[0]?.seq).toBe(2);
  });
});

describe('an expert that ends', () => {
  test.skipIf(process.platform !== 'linux')('does so at once, however much it is asked for', async () => {
    const machine = new Machine();
    const trader = await machine.start();
    const { time_server } = await trader.peer.call('hello', {});
    const { number, params } = operations.ticks;
    const asked = { symbol: 'EURUSD', flags: 'all', from: time_server - 5 * 86_400_000, to: time_server } as const;
    const a = params.encode(asked as never, 'a', serverZone);
    const { expert } = machine;
    const another = machine.another();
    // It is busy with these for seconds.
    for (let i = 0; i < 60; i++) void another.ask(number, a).catch(() => {});
    await pause(300);
    const begun = Date.now();
    process.kill(expert, 'SIGTERM');
    await until(() => !isRunning(expert), 'the end of the expert');
    expect(Date.now() - begun).toBeLessThan(2_000);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BadPeer, createFakeMt5 } from '@mt5-bridge/fake-mt5';
import { type AccountMarginMode, newYorkCloseZone, systemClock } from '@mt5-bridge/protocol';
import { memoryPair } from '@mt5-bridge/protocol/wire';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { fakeBin, nativeBin, startFake } from '../support/processes.ts';
import type { Arm } from './suite.ts';

/** An arm together with what keeps it alive. */
export interface RunningArm {
  readonly arm: Arm;
  stop(): Promise<void>;
}

/** A busy hour of a working day, a minute a second: bars close and ticks come while a requirement waits. */
const market = { seed: 11, speed: 60, start: '2026-07-15T13:00:00Z' } as const;
/** Currencies rest, coins are traded. */
export const SATURDAY = '2026-07-18T13:00:00Z';

/** A few of the smallest volumes. */
export const SCARCE_LOTS = 0.03;

export interface FakeTerms {
  /** One of the zoo's. */
  readonly badPeer?: BadPeer;
  /** ISO 8601. */
  readonly start?: string;
  readonly marginMode?: AccountMarginMode;
  readonly liquidity?: number;
}

/** FakeMT5 in this process, everything but the socket, with whatever differs. */
export async function fakeMemory(differs: FakeTerms = {}): Promise<RunningArm> {
  const { badPeer, start = market.start, ...terms } = differs;
  const { connect, bind } = memoryPair();
  const zone = newYorkCloseZone();
  const fake = await createFakeMt5({
    bind,
    clock: systemClock(),
    zone,
    seed: market.seed,
    speed: market.speed,
    start: zone.toServer(Date.parse(start)),
    loop: true,
    ...terms,
  });
  if (badPeer !== undefined) await fake.faults.become(badPeer);
  return {
    arm: {
      name: 'fake-memory',
      connect,
      moving: true,
      ...(terms.liquidity !== undefined && { liquidity: terms.liquidity }),
      restart: () => fake.faults.command({ fault: 'restart' }),
    },
    stop: () => fake.stop(),
  };
}

/** FakeMT5 behind real sockets. */
export const fakeZmq = (differs: Omit<FakeTerms, 'badPeer'> = {}): Promise<RunningArm> =>
  ownProcess('fake-zmq', fakeBin, differs);

/** The expert advisor itself, as a native program in a simulated terminal; `options` are further ones of that. */
export const eaNative = (
  differs: Omit<FakeTerms, 'badPeer'> = {},
  options: readonly string[] = [],
): Promise<RunningArm> => ownProcess('ea-native', nativeBin, differs, options);

/** A process of its own; its restart is a kill. */
async function ownProcess(
  name: string,
  program: string,
  differs: FakeTerms,
  options: readonly string[] = [],
): Promise<RunningArm> {
  const { start = market.start, marginMode, liquidity } = differs;
  const state = mkdtempSync(join(tmpdir(), 'conformance-'));
  const drawn = ['--seed', `${market.seed}`, '--speed', `${market.speed}`, '--start', start];
  const account = marginMode === undefined ? [] : ['--margin-mode', marginMode];
  const scarce = liquidity === undefined ? [] : ['--liquidity', `${liquidity}`];
  const args = [...drawn, ...account, ...scarce, ...options, '--state', state];
  let fake = await startFake(args, undefined, program);
  return {
    arm: {
      name,
      connect: connectZmq(fake),
      moving: true,
      ...(liquidity !== undefined && { liquidity }),
      async restart() {
        await fake.kill();
        fake = await startFake(args, fake, program);
      },
    },
    async stop() {
      await fake.end();
      rmSync(state, { recursive: true });
    },
  };
}

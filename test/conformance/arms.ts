import { type BadPeer, createFakeMt5 } from '@mt5-bridge/fake-mt5';
import { newYorkCloseZone, systemClock } from '@mt5-bridge/protocol';
import { memoryPair } from '@mt5-bridge/protocol/wire';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { startFake } from '../support/processes.ts';
import type { Arm } from './suite.ts';

/** An arm together with what keeps it alive. */
export interface RunningArm {
  readonly arm: Arm;
  stop(): Promise<void>;
}

/** A busy hour of a working day, a minute a second: bars close and ticks come while a requirement waits. */
const market = { seed: 11, speed: 60, start: '2026-07-15T13:00:00Z' } as const;

/** FakeMT5 in this process, everything but the socket; as one of the zoo's bad peers, if asked. */
export async function fakeMemory(badPeer?: BadPeer): Promise<RunningArm> {
  const { connect, bind } = memoryPair();
  const zone = newYorkCloseZone();
  const fake = await createFakeMt5({
    bind,
    clock: systemClock(),
    zone,
    seed: market.seed,
    speed: market.speed,
    start: zone.toServer(Date.parse(market.start)),
    loop: true,
  });
  if (badPeer !== undefined) await fake.faults.become(badPeer);
  return {
    arm: {
      name: 'fake-memory',
      connect,
      moving: true,
      restart: () => fake.faults.command({ fault: 'restart' }),
    },
    stop: () => fake.stop(),
  };
}

/** FakeMT5 as a process of its own behind real sockets; its restart is a kill. */
export async function fakeZmq(): Promise<RunningArm> {
  const args = ['--seed', `${market.seed}`, '--speed', `${market.speed}`, '--start', market.start];
  let fake = await startFake(args);
  return {
    arm: {
      name: 'fake-zmq',
      connect: connectZmq(fake),
      moving: true,
      async restart() {
        await fake.kill();
        fake = await startFake(args, fake);
      },
    },
    stop: () => fake.kill(),
  };
}

import { createMt5Client, type Mt5Client } from '@mt5-bridge/client';
import { systemClock } from '@mt5-bridge/protocol';
import { connectZmq } from '@mt5-bridge/transport-zmq';

/** The typed client, once it has a link. */
export async function connected(addresses: { command: string; events: string }): Promise<Mt5Client> {
  const client = createMt5Client({
    connect: connectZmq(addresses),
    clock: systemClock(),
    random: Math.random,
    serverTimezone: 'auto',
    requestTimeoutMs: 60_000,
    log: () => {},
  });
  await client.ready(10_000);
  return client;
}

import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that stays free until it is used, and while what uses it is started again: it lies below those that a system
 * hands out by itself (Linux from 32768), or another process would be given it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Where a terminal may listen, and listen again. */
export async function freeAddresses(): Promise<{ readonly command: string; readonly events: string }> {
  const [command, events] = [await freePort(), await freePort()];
  return { command: `tcp://127.0.0.1:${command}`, events: `tcp://127.0.0.1:${events}` };
}

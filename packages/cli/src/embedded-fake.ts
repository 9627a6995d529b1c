import { createFakeMt5, readMarketFile } from '@mt5-bridge/fake-mt5';
import { newYorkCloseZone, serverZone, systemClock } from '@mt5-bridge/protocol';
import { bindZmq } from '@mt5-bridge/transport-zmq';
import type { Log } from './log.ts';
import type { Addresses } from './terminal.ts';
import type { MarketOptions } from './terminal-options.ts';

/** A free port of the loopback interface. */
const anyPort = 'tcp://127.0.0.1:*';

/** FakeMT5 in this process, behind real sockets. @throws MarketFileError a replay file can't be used */
export async function startEmbeddedFake(
  { replay = [], speed = 1, seed = 1 }: MarketOptions,
  log: Log,
): Promise<Addresses> {
  const files = replay.map(readMarketFile);
  const bind = await bindZmq({ command: anyPort, events: anyPort });
  await createFakeMt5({
    bind,
    clock: systemClock(),
    // Recordings keep the time that they were recorded in; a broker's clock is usually New York's, seven hours on.
    zone: files.length > 0 ? serverZone : newYorkCloseZone(),
    replay: files,
    speed,
    seed,
    loop: true,
    log,
  });
  const { command, events } = bind;
  return { command, events };
}

import { systemClock } from '@mt5-bridge/protocol';
import { readMarketFile } from '../market/index.ts';
import type { SimulationOptions } from '../simulation/simulation.ts';
import { type CommandOptions, zoneFor } from './options.ts';

/** Market and broker as the command line wants them. @throws MarketFileError */
export function simulationOptions(options: CommandOptions): SimulationOptions {
  const { start, seed, speed, loop, state, marginMode, liquidity } = options;
  const zone = zoneFor(options);
  return {
    clock: systemClock(),
    seed,
    replay: options.replay.map(readMarketFile),
    speed,
    loop,
    zone,
    ...(start === undefined ? {} : { start: zone.toServer(start) }),
    ...(state === undefined ? {} : { state }),
    ...(marginMode === undefined ? {} : { marginMode }),
    ...(liquidity === undefined ? {} : { liquidity }),
  };
}

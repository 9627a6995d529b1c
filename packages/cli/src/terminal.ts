import type { Config, DataFiles } from '@mt5-bridge/config';
import type { CurveKeys } from '@mt5-bridge/transport-zmq';
import { requireCurveKeys } from './curve-keys.ts';
import type { Log } from './log.ts';
import type { TerminalOptions } from './terminal-options.ts';

/** Where a terminal's two sockets are. */
export interface Addresses {
  readonly command: string;
  readonly events: string;
}

/**
 * Where the terminal is that the options name: the configured one, which runs by itself, or a simulated one that lives
 * with this process.
 * @throws MarketFileError a replay file can't be used
 */
export async function terminalAddresses(
  options: TerminalOptions,
  { command, events }: Config['mt5'],
  log: Log,
): Promise<Addresses> {
  if (options.mode === 'fake') return (await import('./embedded-fake.ts')).startEmbeddedFake(options, log);
  return { command, events };
}

/**
 * What the connection to these addresses is encrypted with: the keys are those of the configured terminal alone.
 * @throws Mt5Error CURVE_KEYS_UNUSABLE
 */
export function curveKeysFor({ command, events }: Addresses, { mt5 }: Config, files: DataFiles): CurveKeys | undefined {
  const isConfigured = command === mt5.command && events === mt5.events;
  return mt5.curve && isConfigured ? requireCurveKeys(files.curve) : undefined;
}

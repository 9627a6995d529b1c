import type { Config } from '@mt5-bridge/config';
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

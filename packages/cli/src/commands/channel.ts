import { once } from 'node:events';
import { configLocation, watchConfig } from '@mt5-bridge/config';
import { serveChannel } from '@mt5-bridge/mcp-server/channel';
import { systemClock } from '@mt5-bridge/protocol';
import { openBridge } from '../bridge.ts';
import { filesOf } from '../files.ts';
import { createLogger } from '../log.ts';
import { openNews } from '../notices.ts';
import type { Shell } from '../shell.ts';
import { terminalAddresses } from '../terminal.ts';
import type { TerminalOptions } from '../terminal-options.ts';
import { version } from '../version.ts';

/**
 * Tells a session of Claude Code what happens, until it closes stdin or the process is told to end. What servers beside it
 * do stands in the audit log that they share; without one it looks after the terminal itself.
 */
export async function channel(shell: Shell, options: TerminalOptions): Promise<void> {
  const clock = systemClock({ background: true });
  const holder = await watchConfig({ location: configLocation(shell, options.config), env: shell.env, clock });
  const { log, setLevel } = createLogger(holder.current.logging.level);
  holder.subscribe(({ config }) => setLevel(config.logging.level));
  const terminal = await terminalAddresses(options, holder.current.mt5, log);
  const files = filesOf(shell, options, holder.current);
  const bridge = openBridge({ terminal, config: holder, files, log });
  // Fills are written down by whoever is there.
  bridge.gateway.open();
  const news = openNews({ bridge, config: holder, files, terminal, env: shell.env, clock, log });
  const { stdin, stdout } = process;
  const service = await serveChannel({
    stdin,
    stdout,
    version,
    follow: (listener) => news.follow(told(listener)),
    log,
  });
  await Promise.race([service.closed, once(shell.endSignal(), 'abort').then(() => service.close())]);
  news.close();
  await bridge.close();
}

/** That a person is asked, the session knows: it proposed the order itself. */
function told(listener: Parameters<ReturnType<typeof openNews>['follow']>[0]): typeof listener {
  return (notice) => {
    if (notice.event !== 'approval_requested') listener(notice);
  };
}

import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { type ConfigEvent, configLocation, watchConfig } from '@mt5-bridge/config';
import type { Toolset } from '@mt5-bridge/mcp-server';
import { systemClock } from '@mt5-bridge/protocol';
import { openBridge } from '../bridge.ts';
import { CliError } from '../cli-error.ts';
import { filesOf } from '../files.ts';
import type { HttpServer } from '../http.ts';
import { createLogger, type Logger } from '../log.ts';
import type { News } from '../notices.ts';
import type { Shell } from '../shell.ts';
import { shellWords } from '../shell-words.ts';
import { terminalAddresses } from '../terminal.ts';
import { type TerminalOptions, wordsOf } from '../terminal-options.ts';

export type Transport = 'stdio' | 'http' | 'both';

export interface ServeOptions extends TerminalOptions {
  readonly transport: Transport;
  /** Names with commas. */
  readonly toolsets?: string;
  readonly readOnly?: boolean;
  readonly logFile?: string;
}

const SETTLE_AFTER_MS = 1_000;
/** Beyond the time that an order under way may take. */
const LAST_ANSWERS_MS = 5_000;

/** Serves until the process is told to end or, over stdio, the client closes it. */
export async function serve(shell: Shell, options: ServeOptions): Promise<void> {
  if (options.logFile !== undefined) shell.logTo(options.logFile);
  const clock = systemClock({ background: true });
  const location = configLocation(shell, options.config);
  const holder = await watchConfig({ location, env: shell.env, clock });
  const config = () => holder.current;
  const logger = createLogger(config().logging.level);
  const { log } = logger;
  holder.subscribe((event) => tellOfConfig(event, logger));
  const terminal = await terminalAddresses(options, config().mt5, log);
  const files = filesOf(shell, options, config());
  const ownerCommand = ownerCommands(options, shell.env);
  const approveCommand = (id: string): string => ownerCommand('approve', id);
  const readOnly = options.readOnly ?? false;
  const bridge = openBridge({ terminal, config: holder, files, readOnly, log, approveCommand });
  // Loaded while the sockets connect.
  const { serveBridgeStdio, TOOLSETS } = await import('@mt5-bridge/mcp-server');
  // A server lives for weeks beside a terminal on a small machine. From now on the nursery of young objects keeps its
  // size: it is cleaned sooner and takes some 40 MB less, at the same speed.
  setFlagsFromString('--semi-space-growth-factor=1');
  // Sessions come and go by the thousand: what they leave is cleaned up before it is as much again as what is needed.
  if (options.transport !== 'stdio') setFlagsFromString('--heap-growing-percent=20');
  const mcp = {
    ...bridge.serverOptions,
    ...(options.toolsets !== undefined && { toolsets: parseToolsets(options.toolsets, TOOLSETS) }),
  };
  const http =
    options.transport === 'stdio'
      ? undefined
      : await (await import('../http.ts')).openHttp({ bridge, mcp, config: holder, location, files, clock, log });
  if (http !== undefined) await shell.stderr.write(greeting(http, ownerCommand));
  const { stdin, stdout } = process;
  const stdio = options.transport === 'http' ? undefined : serveBridgeStdio({ ...(http?.mcp ?? mcp), stdin, stdout });
  let news: Promise<News> | undefined;
  // What an earlier process left unsettled is settled also where nobody asks for it, but no client waits for that.
  clock.setTimer(SETTLE_AFTER_MS, () => {
    bridge.gateway.open();
    const { env } = shell;
    news = import('../notices.ts').then((module) =>
      module.openNews({ bridge, config: holder, files, terminal, env, clock, log }),
    );
  });
  const told = once(shell.endSignal(http && config().mt5.order_timeout_ms + LAST_ANSWERS_MS), 'abort');
  await Promise.race([told, ...(stdio === undefined ? [] : [stdio.closed])]);
  await Promise.all([stdio?.close(), http?.close()]);
  (await news)?.close();
  // What was sent gets its answer into the ledger where that comes soon; everything else just ends with the process.
  await bridge.close();
}

/** Where it is, and the commands that open it. */
function greeting({ url, publicUrl, hasPassphrase }: HttpServer, ownerCommand: OwnerCommand): string {
  const ways = [
    `the token: ${ownerCommand('token')}`,
    ...(hasPassphrase ? [] : [`to sign in, first: ${ownerCommand('passphrase')}`]),
  ];
  return `${[`MCP: ${url}/mcp`, `dashboard: ${publicUrl}`, ...ways].join(' · ')}\n`;
}

type OwnerCommand = (...words: string[]) => string;

/**
 * What the owner types, for this server's place and no other. MT5_BRIDGE_COMMAND is how this program is called where its
 * name alone does not: in a container.
 */
function ownerCommands({ config, dataDir }: ServeOptions, { MT5_BRIDGE_COMMAND: program }: Shell['env']): OwnerCommand {
  return (...words) => `${program || 'mt5-bridge'} ${shellWords([...words, ...wordsOf({ config, dataDir })])}`;
}

/** @throws CliError USAGE */
function parseToolsets(text: string, known: readonly Toolset[]): Toolset[] {
  return text.split(',').map((word) => {
    const toolset = known.find((name) => name === word.trim());
    if (toolset !== undefined) return toolset;
    throw new CliError('USAGE', `There is no toolset "${word}": they are ${known.join(', ')}.`);
  });
}

/** What a save of the configuration did. */
function tellOfConfig({ verdict, config, changed, restart_needed }: ConfigEvent, { log, setLevel }: Logger): void {
  if (!verdict.ok) {
    const { code, message } = verdict.error;
    log('error', 'the saved configuration is refused; the last good one stays in force', { code, message });
    return;
  }
  setLevel(config.logging.level);
  log('info', 'the configuration was read again', { changed: changed.map(({ key }) => key) });
  if (restart_needed.length > 0) log('warn', 'these changes need a restart', { keys: restart_needed });
}

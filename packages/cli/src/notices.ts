import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { Config, DataFiles } from '@mt5-bridge/config';
import {
  createAuditFeed,
  createCommandSink,
  createWebhook,
  type Notice,
  noticeOf,
  type Sink,
  sendNotices,
  watchTerminal,
} from '@mt5-bridge/gateway';
import type { Clock } from '@mt5-bridge/protocol';
import type { Bridge, Configuration } from './bridge.ts';
import type { Log } from './log.ts';
import { ledgerIn } from './records.ts';
import type { Shell } from './shell.ts';
import type { Addresses } from './terminal.ts';

export interface NewsOptions {
  readonly bridge: Pick<Bridge, 'reads'>;
  readonly config: Configuration;
  readonly files: DataFiles;
  readonly terminal: Addresses;
  readonly env: Shell['env'];
  /** Its timers don't keep the process alive. */
  readonly clock: Clock;
  readonly log: Log;
}

export interface News {
  /** Calls back with what happens from now on, of the kinds that `[notify]` names; returns the function that ends it. */
  follow(listener: (notice: Notice) => void): () => void;
  close(): void;
}

/** Watches terminal and margin and tells the owner's receivers; any number of processes may, and one of them does. */
export function openNews({ bridge, config, files, terminal, env, clock, log }: NewsOptions): News {
  const { reads } = bridge;
  const ledger = ledgerIn(files, config.current);
  const feed = createAuditFeed({ ledger, clock, log });
  const holder = randomBytes(8).toString('hex');
  const notify = () => config.current.notify;
  const watch = watchTerminal({
    ...{ reads, ledger, clock, log, holder, terminal: terminal.command },
    marginWarning: () => notify().margin_level_warning,
  });
  const notices = sendNotices({
    ...{ ledger, feed, clock, log, holder },
    config: notify,
    onConfig: (listener) => config.subscribe(listener),
    sinksOf: (wanted) => sinksOf(wanted, clock, env),
  });
  return {
    follow: (listener) =>
      feed.follow(Number.POSITIVE_INFINITY, (records) => {
        for (const record of records) {
          const notice = noticeOf(record);
          if (notice !== undefined && notify().events.includes(notice.kind)) listener(notice);
        }
      }),
    close() {
      notices.close();
      watch.close();
      ledger.close();
    },
  };
}

function sinksOf(
  { webhook_url: url, webhook_secret: secret, command }: Config['notify'],
  clock: Clock,
  env: Shell['env'],
): Sink[] {
  const addressesOf = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address);
  const [program, ...words] = command;
  return [
    ...(url === '' ? [] : [createWebhook({ url, secret, clock, fetch, lookup: addressesOf })]),
    ...(program === undefined ? [] : [createCommandSink({ command: [program, ...words], clock, spawn, env })]),
  ];
}

import type { Client } from '@modelcontextprotocol/client';
import { CliError } from '../cli-error.ts';
import { describeRecord, ToolError } from '../failure.ts';
import { readResource, subscribe } from '../mcp-answers.ts';
import { plainJson } from '../output/plain-text.ts';
import { openSession } from '../session.ts';
import type { Shell } from '../shell.ts';
import type { TerminalOptions } from '../terminal-options.ts';

export interface WatchOptions extends TerminalOptions {
  readonly count?: number;
}

const uris = {
  quotes: (symbols: readonly string[]) => symbols.map((symbol) => `quotes://${encodeURIComponent(symbol)}`),
  account: () => ['account://current'],
  positions: () => ['positions://current'],
} as const;

/**
 * Prints a resource now and after each of its changes (by its own change rule), until the end is asked for. A reader
 * that is slower than the market gets the newest state, not every one.
 */
export async function watch(
  shell: Shell,
  what: keyof typeof uris,
  symbols: readonly string[],
  { count = Number.POSITIVE_INFINITY, ...options }: WatchOptions,
): Promise<void> {
  if ((what === 'quotes') !== symbols.length > 0) {
    throw new CliError('USAGE', what === 'quotes' ? 'Name at least one symbol.' : `${what} takes no symbols.`);
  }
  const session = await openSession(shell, options);
  await session.ready();
  const printed = new Map<string, string>();
  let left = count;
  for await (const uri of changes(session.client, uris[what](symbols), shell.endSignal())) {
    const line = await stateOf(uri);
    // An earlier reading may have held the change already.
    if (line === undefined || line === printed.get(uri)) continue;
    printed.set(uri, line);
    await shell.stdout.write(line);
    left--;
    if (left === 0) return;
  }

  /** A terminal that has gone is told on stderr; its return is a change, which reads anew. */
  async function stateOf(uri: string): Promise<string | undefined> {
    try {
      return `${plainJson(await readResource(session.client, uri))}\n`;
    } catch (error) {
      if (!(error instanceof ToolError && error.record.retryable)) throw error;
      await shell.stderr.write(describeRecord(error.record, shell.stderr));
      return undefined;
    }
  }
}

/** Each URI once at first and again after it changed; changes that come while one waits are one. */
async function* changes(client: Client, uris: readonly string[], end: AbortSignal): AsyncGenerator<string> {
  const changed = new Set(uris);
  let wake = () => {};
  end.addEventListener('abort', () => wake());
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    changed.add(params.uri);
    wake();
  });
  for (const uri of uris) await subscribe(client, uri);
  for (;;) {
    for (const uri of changed) {
      if (end.aborted) return;
      changed.delete(uri);
      yield uri;
    }
    if (end.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    await promise;
  }
}

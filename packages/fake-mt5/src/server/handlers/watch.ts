import { type ErrorCode, parseTopic } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';
import type { Terminal } from '../terminal.ts';

export const watch: Handler<'watch'> = (terminal, { client, topics }) => {
  const refused: { topic: string; code: ErrorCode }[] = [];
  const accepted: string[] = [];
  for (const topic of topics) {
    const code = refusal(terminal, topic);
    if (code === undefined) accepted.push(topic);
    else refused.push({ topic, code });
  }
  terminal.watches.add(client, accepted, terminal.clock.now(), terminal.market.time());
  return { epoch: terminal.epoch, lease_ms: terminal.limits.watch_lease_ms, refused };
};

/** Why a topic can't be watched; a symbol that can is in Market Watch from now on. */
function refusal(terminal: Terminal, name: string): ErrorCode | undefined {
  const topic = parseTopic(name);
  if (topic === undefined || !('symbol' in topic)) return 'INVALID_PARAMS';
  if (terminal.market.symbol(topic.symbol) === undefined) return 'SYMBOL_NOT_FOUND';
  const { info } = terminal.select(topic.symbol).spec;
  return topic.kind === 'book' && info.ticks_bookdepth === 0 ? 'BOOK_UNAVAILABLE' : undefined;
}

import type { Handler } from '../handler.ts';

export const unwatch: Handler<'unwatch'> = (terminal, { client, topics }) => {
  terminal.watches.remove(client, topics);
  return { epoch: terminal.epoch };
};

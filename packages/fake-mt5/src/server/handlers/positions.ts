import type { Handler } from '../handler.ts';
import { narrowed } from '../selection.ts';

export const positions: Handler<'positions'> = ({ epoch, publisher, account }, params) => ({
  epoch,
  seq: publisher.seqOf('positions'),
  positions: narrowed(account.positions(), params),
});

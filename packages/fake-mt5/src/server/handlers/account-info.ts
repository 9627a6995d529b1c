import type { Handler } from '../handler.ts';

export const accountInfo: Handler<'account_info'> = ({ epoch, publisher, account }) => ({
  epoch,
  seq: publisher.seqOf('account'),
  account: account.info(),
});

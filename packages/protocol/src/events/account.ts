import { accountInfo } from '../domain/index.ts';
import { record, word } from '../schema/index.ts';
import { defineEvent } from './define.ts';

/** `floating` = only profit, equity, margin and what follows from them moved with the market. */
export const changeCause = word('state', 'floating');

export const accountEvent = defineEvent({
  name: 'account',
  topic: 'plain',
  since: 1,
  rule: 'At once when balance, credit, a permission or a setting changes (state); at most once a second while only figures that follow the market move (floating).',
  source: ['AccountInfoInteger', 'AccountInfoDouble', 'AccountInfoString'],
  data: record({ cause: changeCause, account: accountInfo }),
});

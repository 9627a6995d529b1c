import { accountInfo } from '../domain/index.ts';
import { record } from '../schema/index.ts';
import { defineOperation } from './define.ts';
import { stamp } from './stamp.ts';

export const accountInfoOp = defineOperation({
  name: 'account_info',
  number: 4,
  kind: 'read',
  since: 1,
  summary: 'The account: balance, equity, margin, permissions.',
  source: ['AccountInfoInteger', 'AccountInfoDouble', 'AccountInfoString'],
  params: record({}),
  result: record({ ...stamp, account: accountInfo }),
  errors: [],
});

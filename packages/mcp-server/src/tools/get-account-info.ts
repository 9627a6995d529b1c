import { z } from 'zod';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { accountView } from '../present/records.ts';

export const getAccountInfo = defineTool({
  name: 'get_account_info',
  title: 'Account',
  toolset: 'account',
  description:
    'Balance, equity, floating profit, margin, leverage and permissions of the account, now. Use before judging risk or size. Not for single trades: get_positions, get_orders, get_history.',
  annotations: LOOKS_ONLY,
  input: z.object({}),
  output: accountView.output,
  outsideKeys: accountView.outsideKeys,
  async run(_args, { reads }) {
    return accountView.present(await reads.account());
  },
});

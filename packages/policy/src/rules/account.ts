import type { Snapshot } from '../api.ts';
import { type Rule, refuse } from './rule.ts';

export const readOnly: Rule = (_, { rules }) =>
  rules.read_only
    ? refuse({
        code: 'TRADING_READ_ONLY',
        limit: 'read_only',
        configured: true,
        message: 'This server only reads; nothing is sent.',
      })
    : undefined;

export const expectedLogin: Rule = (_, { rules: { expected }, snapshot: { account } }) =>
  expected.login === 0n || account.login === expected.login
    ? undefined
    : refuse({
        code: 'ACCOUNT_MISMATCH',
        limit: 'mt5.login',
        configured: String(expected.login),
        attempted: String(account.login),
        message: `The terminal is logged in to account ${account.login}; mt5.login is ${expected.login}.`,
      });

export const expectedServer: Rule = (_, { rules: { expected }, snapshot: { account } }) =>
  expected.server === '' || account.server === expected.server
    ? undefined
    : refuse({
        code: 'ACCOUNT_MISMATCH',
        limit: 'mt5.server',
        configured: expected.server,
        attempted: account.server,
        message: `The terminal is logged in at "${account.server}"; mt5.server is "${expected.server}".`,
      });

/** Real money needs both switches, wherever it hides: a terminal that doesn't say "demo" or "contest" counts as real. */
export const liveAccount: Rule = (_, { rules: { live }, snapshot }) => {
  if (!isRealMoney(snapshot)) return undefined;
  const { login } = snapshot.account;
  if (!live.enabled || live.login === 0n) {
    return refuse({
      code: 'LIVE_NOT_ENABLED',
      limit: live.enabled ? 'live.login' : 'live.enabled',
      configured: live.enabled ? String(live.login) : false,
      attempted: String(login),
      message: `Account ${login} is a real one; it needs live.enabled = true and live.login = ${login}.`,
    });
  }
  if (live.login === login) return undefined;
  return refuse({
    code: 'ACCOUNT_MISMATCH',
    limit: 'live.login',
    configured: String(live.login),
    attempted: String(login),
    message: `The terminal is logged in to the real account ${login}; live.login is ${live.login}.`,
  });
};

function isRealMoney({ environment, account: { trade_mode } }: Snapshot): boolean {
  if (environment === 'live') return true;
  return environment !== 'paper' && trade_mode !== 'demo' && trade_mode !== 'contest';
}

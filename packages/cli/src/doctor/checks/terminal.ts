import type { Check } from '../check.ts';

export const broker: Check = {
  code: 'BROKER',
  title: 'Connection to the broker',
  needs: ['HELLO'],
  async examine(patient) {
    const { terminal } = await patient.terminal();
    if (terminal.connected) {
      return {
        status: 'ok',
        found: `Connected to ${terminal.company}; ping ${(terminal.ping_last_us / 1000).toFixed(1)} ms.`,
      };
    }
    return {
      status: 'fail',
      found: 'The terminal has no connection to the broker.',
      what_to_do: 'Check the login and the network in the terminal; the status bar shows "No connection".',
      error: 'NOT_CONNECTED',
    };
  },
};

export const algoTrading: Check = {
  code: 'ALGO_TRADING',
  title: 'Algorithmic trading',
  needs: ['HELLO'],
  async examine(patient) {
    const [{ terminal }, account] = await Promise.all([patient.terminal(), patient.account()]);
    const hurdles = [
      terminal.trade_allowed
        ? undefined
        : { found: 'The "Algo Trading" button of the terminal is off.', what_to_do: 'Switch it on in the toolbar.' },
      terminal.expert_trade_allowed
        ? undefined
        : {
            found: 'The expert advisor may not trade.',
            what_to_do: 'Tick "Allow Algo Trading" in its settings (F7 on its chart).',
          },
      account.trade_allowed
        ? undefined
        : {
            found: 'The account may not trade.',
            what_to_do: 'Log in with the master password; an investor password can only look.',
          },
      account.trade_expert
        ? undefined
        : {
            found: 'The broker does not allow expert advisors to trade on this account.',
            what_to_do: 'Ask the broker to allow it.',
          },
    ].filter((hurdle) => hurdle !== undefined);
    if (hurdles.length === 0)
      return { status: 'ok', found: 'Allowed by terminal, expert advisor, account and broker.' };
    return {
      status: 'warn',
      found: hurdles.map(({ found }) => found).join(' '),
      what_to_do: `${hurdles.map(({ what_to_do }) => what_to_do).join(' ')} Reading works without it.`,
    };
  },
};

export const account: Check = {
  code: 'ACCOUNT',
  title: 'Account',
  needs: ['HELLO'],
  async examine(patient) {
    const [{ config }, bridge, info] = await Promise.all([patient.loadConfig(), patient.bridge(), patient.account()]);
    const { environment } = bridge.reads.identity();
    const found = `${info.login} at ${info.server}: ${environment}, ${info.currency}, ${info.margin_mode}, leverage 1:${info.leverage}.`;
    const { login, server } = config.mt5;
    const unexpected = [
      ...(login !== 0 && BigInt(login) !== info.login ? [`mt5.login expects ${login}`] : []),
      ...(server !== '' && server !== info.server ? [`mt5.server expects ${server}`] : []),
    ];
    if (unexpected.length === 0) return { status: 'ok', found };
    return {
      status: 'fail',
      found: `${found} But ${unexpected.join(' and ')}.`,
      what_to_do: 'Log the terminal in to the expected account, or correct the configuration.',
      error: 'CONFIG_INVALID_VALUE',
    };
  },
};

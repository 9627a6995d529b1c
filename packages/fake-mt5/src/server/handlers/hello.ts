import { operations } from '@mt5-bridge/protocol';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from '@mt5-bridge/protocol/wire';
import { PROGRAM } from '../../program.ts';
import type { Handler } from '../handler.ts';

export const hello: Handler<'hello'> = (terminal) => {
  const { login, server, company, currency, trade_mode, margin_mode } = terminal.account.book.terms;
  const times = terminal.times();
  return {
    protocol_min: PROTOCOL_VERSION_MIN,
    protocol_max: PROTOCOL_VERSION,
    program: 'fake-mt5',
    program_version: PROGRAM.version,
    terminal_build: PROGRAM.terminal_build,
    login,
    server,
    company,
    currency,
    trade_mode,
    margin_mode,
    epoch: terminal.epoch,
    ...terminal.limits,
    operations: Object.keys(operations),
    ...times,
    time_server: times.time_server_raw,
  };
};

import type { Link } from '@mt5-bridge/client';
import type { Environment } from '@mt5-bridge/policy';
import { Mt5Error, type Result } from '@mt5-bridge/protocol';
import type { Identity } from './api.ts';

/** The greeting of the terminal behind a link. @throws Mt5Error the reason why there is none */
export function helloOf(link: Link): Result<'hello'> {
  if (link.state === 'up') return link.hello;
  throw link.state === 'down' ? link.reason : new Mt5Error('TERMINAL_NOT_CONNECTED');
}

export function identityOf({ program, trade_mode, login, server }: Result<'hello'>): Identity {
  return { environment: environmentOf(program, trade_mode), login, server };
}

/** The terminal's own word decides; a trade mode that this version does not know may be real money. */
function environmentOf(program: Result<'hello'>['program'], mode: Result<'hello'>['trade_mode']): Environment {
  if (program === 'fake-mt5') return 'fake';
  return mode === 'demo' || mode === 'contest' ? 'demo' : 'live';
}

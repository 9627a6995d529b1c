import { Mt5Error } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';

export const globals: Handler<'globals'> = () => {
  throw new Mt5Error('UNKNOWN_OPERATION', 'FakeMT5 has no globals yet');
};

import { Mt5Error } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';

export const indicator: Handler<'indicator'> = () => {
  throw new Mt5Error('UNKNOWN_OPERATION', 'FakeMT5 has no indicator yet');
};

import { Mt5Error } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';

export const charts: Handler<'charts'> = () => {
  throw new Mt5Error('UNKNOWN_OPERATION', 'FakeMT5 has no charts yet');
};

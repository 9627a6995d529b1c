import { Mt5Error } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';

export const calendar: Handler<'calendar'> = () => {
  throw new Mt5Error('UNKNOWN_OPERATION', 'FakeMT5 has no calendar yet');
};

import { Mt5Error } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';

export const screenshot: Handler<'screenshot'> = () => {
  throw new Mt5Error('UNKNOWN_OPERATION', 'FakeMT5 has no screenshot yet');
};

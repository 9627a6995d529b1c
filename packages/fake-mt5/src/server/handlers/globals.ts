import { globalVariables } from '../../extras/desk.ts';
import type { Handler } from '../handler.ts';

export const globals: Handler<'globals'> = ({ market }, { prefix = '' }) => ({
  globals: globalVariables(market).filter(({ name }) => name.startsWith(prefix)),
});

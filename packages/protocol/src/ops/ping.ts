import { int, record } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const ping = defineOperation({
  name: 'ping',
  number: 2,
  kind: 'read',
  since: 1,
  summary: 'The shortest round trip; touches nothing in the terminal.',
  source: [],
  params: record({}),
  result: record({ epoch: int({ min: 1 }) }),
  errors: [],
});

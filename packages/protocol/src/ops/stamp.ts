import { int } from '../schema/index.ts';

/**
 * Ties a snapshot to its topic's events: `seq` is the number of the last event of the topic that the snapshot already
 * holds, so a reader applies only later ones.
 */
export const stamp = { epoch: int({ min: 1 }), seq: int({ min: 0 }) };

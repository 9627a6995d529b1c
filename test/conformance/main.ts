import { parseArgs } from 'node:util';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { requirements } from './requirements/index.ts';
import { type Verdict, verify } from './suite.ts';

/**
 * Runs the suite against anything that speaks the wire: FakeMT5, the native EA, a live terminal. It trades the smallest
 * volumes and leaves nothing open; on a real account it sends no trade request at all.
 */
const { values } = parseArgs({
  options: {
    command: { type: 'string', default: 'tcp://127.0.0.1:5555' },
    events: { type: 'string', default: 'tcp://127.0.0.1:5556' },
    only: { type: 'string' },
    moving: { type: 'boolean', default: false },
    liquidity: { type: 'string' },
  },
});

const arm = {
  name: values.command,
  connect: connectZmq({ command: values.command, events: values.events }),
  moving: values.moving,
  ...(values.liquidity !== undefined && { liquidity: Number(values.liquidity) }),
};
const chosen = requirements.filter(({ id }) => values.only === undefined || id.startsWith(values.only));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const verdicts: Verdict[] = [];
for (const requirement of chosen) {
  const verdict = await verify(arm, requirement);
  verdicts.push(verdict);
  const mark = { passed: 'ok  ', skipped: 'skip', failed: 'FAIL' }[verdict.state];
  say(`${mark} ${requirement.id.padEnd(12)} ${requirement.title}`);
  if (verdict.state === 'skipped') say(`     ${verdict.reason}`);
  if (verdict.state === 'failed') say(`     ${verdict.error instanceof Error ? verdict.error.message : verdict.error}`);
}
const count = (state: Verdict['state']): number => verdicts.filter((verdict) => verdict.state === state).length;
say(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
process.exitCode = count('failed') === 0 && verdicts.length > 0 ? 0 : 1;

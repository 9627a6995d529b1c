import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { build } from '../mql5-host/compile.ts';
import { type FakeProcess, nativeBin, startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';

/** What the tab Experts says to a person whose inputs or machine are not in order. */

const STARTING_MS = 600_000;
beforeAll(async () => {
  await build({ variant: 'plain' });
}, STARTING_MS);

const start = (...inputs: string[]): Promise<FakeProcess> =>
  startFake(
    inputs.flatMap((input) => ['--set', input]),
    undefined,
    nativeBin,
  );

/** What a started terminal goes on to say on standard error. */
function log({ process }: FakeProcess): { readonly text: string } {
  const said = { text: '' };
  process.stderr?.on('data', (chunk: Buffer) => {
    said.text += chunk.toString();
  });
  return said;
}

const SAME = 'tcp://127.0.0.1:5599';

describe('inputs that cannot be used end the expert advisor with the reason', () => {
  test.each([
    ['InpCommandAddress=5555', 'the address for commands must look like tcp://127.0.0.1:5555'],
    ['InpEventsAddress=5556', 'the address for events must look like tcp://127.0.0.1:5556'],
    [
      `InpCommandAddress=${SAME} InpEventsAddress=${SAME}`,
      'the address for events must be another than the one for commands',
    ],
    ['InpMaxLots=-1', 'the largest volume must be a number of lots, 0 for any'],
    ['InpAllowedMagic=1,x', '"x" is no magic number: write digits, separated by commas'],
    ['InpHeartbeatMs=1', 'the heartbeat must be 10 to 60000 ms'],
    ['InpCurveSecretKey=abc', 'the secret key is no CURVE key of 40 characters'],
    ['InpCurveClientKeys=abc', 'keys of clients are given, but no secret key: nothing would be encrypted'],
  ])('%s', async (inputs, reason) => {
    await expect(start(...inputs.split(' '))).rejects.toThrow(
      new RegExp(`mt5-bridge: ${reason.replaceAll('.', '\\.')}\\n[^]*Alert: [^]*the expert ended with 3\\n$`),
    );
  });
});

test('addresses that other machines reach without keys are warned of', async () => {
  const open = await start('InpEventsAddress=tcp://0.0.0.0:*');
  onTestFinished(() => open.kill());
  const said = log(open);
  open.control({ expert: 'reinit' });
  await until(() => said.text.includes('other machines reach these addresses and nothing is encrypted'), 'the warning');
});

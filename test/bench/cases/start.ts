import { connectStdio } from '../../support/bridge.ts';
import { bridgeBin } from '../../support/processes.ts';
import { bareSdk } from '../bare.ts';
import { type Case, figures, ms } from '../harness.ts';

const RUNS = 11;

/** The SDK's client starts a second process to probe for the modern era, which would be measured with it. */
const ERA = 'legacy';

/** From starting the process to the first tool answer, FakeMT5 embedded. */
export const start: Case = {
  name: 'start',
  async run() {
    const [ours, bare]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      let begin = performance.now();
      const sdk = await bareSdk(ERA);
      await sdk.client.callTool({ name: 'echo', arguments: { symbol: 'EURUSD' } });
      bare.push(performance.now() - begin);
      await sdk.close();

      begin = performance.now();
      const bridge = await connectStdio([bridgeBin, 'serve', '--mode', 'fake'], ERA);
      const answer = await bridge.client.callTool({ name: 'get_account_info', arguments: {} });
      ours.push(performance.now() - begin);
      if (answer.isError) throw new Error(JSON.stringify(answer.content));
      await bridge.close();
    }
    const [measured, yardstick] = [figures(ours), figures(bare)];
    return [
      {
        what: 'start to first tool answer, p50',
        measured: ms(measured.p50),
        against: `bare SDK server ${ms(yardstick.p50)}`,
        ratio: measured.p50 / yardstick.p50,
        reach: '<= 400 ms',
      },
    ];
  },
};

import { readFileSync } from 'node:fs';
import { connectStdio } from '../../support/bridge.ts';
import { bridgeBin } from '../../support/processes.ts';
import { bareSdk } from '../bare.ts';
import { type Case, figures, ms } from '../harness.ts';

const RUNS = 11;

/** From starting the process to the first tool answer, FakeMT5 embedded; and what it then weighs. */
export const start: Case = {
  name: 'start',
  async run() {
    const [ours, bare]: [number[], number[]] = [[], []];
    let resident = Number.NaN;
    for (let run = 0; run < RUNS; run++) {
      let begin = performance.now();
      const sdk = await bareSdk();
      await sdk.client.callTool({ name: 'echo', arguments: { symbol: 'EURUSD' } });
      bare.push(performance.now() - begin);
      await sdk.close();

      begin = performance.now();
      const bridge = await connectStdio([bridgeBin, 'serve', '--mode', 'fake'], 'modern');
      const answer = await bridge.client.callTool({ name: 'get_account_info', arguments: {} });
      ours.push(performance.now() - begin);
      if (answer.isError) throw new Error(JSON.stringify(answer.content));
      resident = residentMb(bridge.pid);
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
      { what: 'resident after it', measured: `${resident.toFixed(0)} MB`, against: 'itself', reach: '<= 120 MB' },
    ];
  },
};

/** Linux only; elsewhere the figure is absent. */
function residentMb(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

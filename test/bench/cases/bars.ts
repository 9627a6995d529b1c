import { connectBridge } from '../../support/bridge.ts';
import { startFake } from '../../support/processes.ts';
import { type Case, figures, ms, series } from '../harness.ts';

const BARS = 5_000;

/** 5,000 bars as a tool result: time at the client and size of the whole answer. */
export const bars: Case = {
  name: 'bars',
  async run() {
    const fake = await startFake(['--seed', '1']);
    const bridge = await connectBridge(fake, 'modern');
    let size = 0;
    const samples = await series(
      30,
      async () => {
        const result = await bridge.client.callTool({
          name: 'get_rates',
          arguments: { symbol: 'EURUSD', timeframe: 'M1', count: BARS },
        });
        if (result.isError) throw new Error(JSON.stringify(result.content));
        size = JSON.stringify(result).length;
      },
      5,
    );
    await bridge.close();
    await fake.kill();
    const { p50 } = figures(samples);
    return [
      { what: `${BARS} bars as a tool result, p50`, measured: ms(p50), against: 'itself', reach: '<= 20 ms' },
      { what: `${BARS} bars, size`, measured: `${Math.round(size / 1000)} KB`, against: 'itself', reach: '<= 300 KB' },
    ];
  },
};

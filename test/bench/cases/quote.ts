import { connectBridge } from '../../support/bridge.ts';
import { startFake } from '../../support/processes.ts';
import { bareSdk, bareZmq } from '../bare.ts';
import { type Case, figures, ms, residentMb, series } from '../harness.ts';

const CALLS = 2_000;

/** get_quote over stdio, the terminal in a process of its own, against the sum of the bare parts. */
export const quote: Case = {
  name: 'quote',
  async run() {
    const [fake, sdk, zmq] = [await startFake(['--seed', '1']), await bareSdk('modern'), await bareZmq()];
    const bridge = await connectBridge(fake, 'modern');
    const symbol = 'EURUSD';
    // In turns, so that a drift of the machine touches all three alike.
    const rounds = { sdk: [] as number[], zmq: [] as number[], bridge: [] as number[] };
    for (let round = 0; round < 4; round++) {
      rounds.sdk.push(...(await series(CALLS / 4, () => sdk.client.callTool({ name: 'echo', arguments: { symbol } }))));
      rounds.zmq.push(...(await series(CALLS / 4, () => zmq.roundTrip())));
      rounds.bridge.push(
        ...(await series(CALLS / 4, () => bridge.client.callTool({ name: 'get_quote', arguments: { symbol } }))),
      );
    }
    const [bareSdkFigures, bareZmqFigures, ours] = [figures(rounds.sdk), figures(rounds.zmq), figures(rounds.bridge)];
    const resident = residentMb(bridge.pid);
    await bridge.close();
    await sdk.close();
    zmq.close();
    await fake.kill();
    return [
      {
        what: 'get_quote over stdio, p50',
        measured: ms(ours.p50),
        against: `SDK echo ${ms(bareSdkFigures.p50)} + ZeroMQ ${ms(bareZmqFigures.p50)}`,
        ratio: ours.p50 / (bareSdkFigures.p50 + bareZmqFigures.p50),
        reach: '<= 1.6x',
      },
      { what: `resident after ${CALLS} calls`, measured: resident, against: 'itself', reach: '<= 120 MB' },
    ];
  },
};

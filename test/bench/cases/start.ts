import { configFor, connectStdio, type Session } from '../../support/bridge.ts';
import { bridgeBin, startFake } from '../../support/processes.ts';
import { bareSdk } from '../bare.ts';
import { type Case, figures, ms } from '../harness.ts';

const RUNS = 11;

/** The SDK's client starts a second process to probe for the modern era, which would be measured with it. */
const ERA = 'legacy';

/** From starting the server's process to its first tool answer. */
export const start: Case = {
  name: 'start',
  async run() {
    const fake = await startFake(['--seed', '1']);
    const serve = (...args: string[]) => connectStdio([bridgeBin, 'serve', ...args], ERA);
    const account = (session: Session) => session.client.callTool({ name: 'get_account_info', arguments: {} });
    const echo = (session: Session) => session.client.callTool({ name: 'echo', arguments: { symbol: 'EURUSD' } });
    const config = configFor(fake);
    const [bare, apart, embedded]: [number[], number[], number[]] = [[], [], []];
    for (let run = 0; run < RUNS; run++) {
      bare.push(await timed(() => bareSdk(ERA), echo));
      apart.push(await timed(() => serve('--config', config), account));
      embedded.push(await timed(() => serve('--mode', 'fake'), account));
    }
    await fake.kill();
    const yardstick = figures(bare).p50;
    const row = (where: string, samples: number[]) => {
      const { p50 } = figures(samples);
      const against = `bare SDK server ${ms(yardstick)}`;
      return {
        what: `start to first tool answer, ${where}, p50`,
        measured: ms(p50),
        against,
        ratio: p50 / yardstick,
        reach: '<= 400 ms',
      };
    };
    return [row('FakeMT5 a process of its own', apart), row('FakeMT5 embedded', embedded)];
  },
};

async function timed(begin: () => Promise<Session>, first: (session: Session) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const session = await begin();
  const answer = (await first(session)) as { isError?: boolean };
  const took = performance.now() - started;
  if (answer.isError) throw new Error(JSON.stringify(answer));
  await session.close();
  return took;
}

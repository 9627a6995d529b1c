import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations, tickTopic } from '@mt5-bridge/protocol';
import { decodeEvent, encodeRequest } from '@mt5-bridge/protocol/wire';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { connectBridge } from '../../support/bridge.ts';
import { startFake } from '../../support/processes.ts';
import { type Case, figures, ms } from '../harness.ts';

const SYMBOL = 'EURUSD';
const SECONDS = 10;

/**
 * From a tick leaving the terminal to `resources/updated` at the MCP client, at about a thousand ticks a second. A
 * second subscriber of the wire notes when each tick event was published; its latency ends with the first update that
 * the client sees from then on, so updates that join several ticks are judged by their oldest one.
 */
export const updates: Case = {
  name: 'updates',
  async run() {
    const fake = await startFake(['--replay', thousandTicksASecond()]);
    const published: number[] = [];
    let ticks = 0;
    const witness = connectZmq(fake)({
      reply: () => {},
      link: () => {},
      event: (_topic, payload) => {
        const frame = decodeEvent(payload);
        published.push(frame.t);
        ticks += (frame.d as { ticks: Uint8Array }).ticks.byteLength / 60;
      },
    });
    const topic = tickTopic(SYMBOL);
    witness.subscribe(topic);
    witness.send([encodeRequest({ id: 1, op: operations.watch.number, ttl: 0, a: { client: 99, topics: [topic] } })]);

    const bridge = await connectBridge(fake, 'modern');
    const seen: number[] = [];
    bridge.client.setNotificationHandler('notifications/resources/updated', () => {
      seen.push(performance.timeOrigin + performance.now());
    });
    const subscription = await bridge.client.listen({ resourceSubscriptions: [`quotes://${SYMBOL}`] });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const [from, firstTick] = [Date.now(), ticks];
    await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
    const rate = (ticks - firstTick) / SECONDS;
    const until = Date.now() - 500;
    await subscription.close();
    await bridge.close();
    await witness.close();
    await fake.kill();

    let next = 0;
    const latencies: number[] = [];
    for (const at of published.filter((t) => t >= from && t <= until)) {
      while (next < seen.length && (seen[next] ?? 0) < at) next++;
      latencies.push((seen[next] ?? Number.POSITIVE_INFINITY) - at);
    }
    const { p50, p99, n } = figures(latencies);
    return [
      {
        what: `tick -> resources/updated, p99 (p50 ${ms(p50)})`,
        measured: ms(p99),
        against: `${Math.round(rate)} ticks/s, ${n} events, ${seen.length} updates`,
        reach: '< 5 ms',
      },
    ];
  },
};

/** A market of one tick every millisecond, a minute long. */
function thousandTicksASecond(): string {
  const rows = ['<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>'];
  for (let ms = 0; ms < 60_000; ms++) {
    const time = new Date(Date.UTC(2026, 6, 15, 14) + ms).toISOString().slice(11, 23);
    const bid = 1.14 + (ms % 100) / 100_000;
    rows.push(`2026.07.15\t${time}\t${bid.toFixed(5)}\t${(bid + 0.00002).toFixed(5)}\t\t\t6`);
  }
  const path = join(mkdtempSync(join(tmpdir(), 'mt5-bridge-bench-')), `${SYMBOL}_bench.csv`);
  writeFileSync(path, rows.join('\n'));
  return path;
}

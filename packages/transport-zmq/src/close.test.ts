import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bindZmq, connectZmq } from './index.ts';

const anyPort = 'tcp://127.0.0.1:*';
const frame = new Uint8Array(100);

/** An unhandled rejection, or an abort of libzmq, fails the run as a whole. */
test.each(['the client first', 'the server first', 'both at once'])(
  'traffic under way: closing %s harms nothing, and the endpoints are free again',
  async (order) => {
    let answers = 0;
    for (let round = 0; round < 30; round++) {
      const bind = await bindZmq({ command: anyPort, events: anyPort });
      const server = await bind(async (frames) => {
        if (round % 2 === 0) await pause(1);
        return frames;
      });
      const client = connectZmq(bind)({
        reply: () => {
          answers++;
        },
        event: () => {},
        link: () => {},
      });
      client.subscribe('t');
      const busy = setInterval(() => {
        for (let i = 0; i < 10; i++) server.publish('t', frame);
      }, 1);
      for (let i = 0; i < 10; i++) client.send([frame]);
      await pause(10 + round);
      if (order === 'both at once') await Promise.all([client.close(), server.close()]);
      else if (order === 'the server first') await server.close().then(() => client.close());
      else await client.close().then(() => server.close());
      clearInterval(busy);
      const again = await bind((frames) => frames);
      await again.close();
    }
    expect(answers).toBeGreaterThan(30);
  },
);

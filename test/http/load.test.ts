import { expect, test } from 'vitest';
import { runLoad } from './load.ts';

test('hundreds of sessions and subscriptions leave nothing behind, and nobody is left out', async () => {
  const options = { sessions: 400, maxSessions: 50, subscriptions: 100, listenMs: 3_000, speed: 5 };
  const { bySessions, subscribed, silent, atStart, atEnd } = await runLoad(options);
  expect(atStart).toMatchObject({ sessions: 0, streams: 0, watched: 0 });
  for (const { sessions } of bySessions) expect(sessions).toBeLessThanOrEqual(50);
  expect(subscribed).toMatchObject({ streams: 100, watched: 4 });
  expect(silent).toBe(0);
  expect(atEnd).toMatchObject({ sessions: 0, streams: 0, watched: 0 });
});

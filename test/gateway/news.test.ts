import { newYorkCloseZone } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buy, createWorld, GUARDED, place, type Side, type World } from './world.ts';

/** Payrolls of the simulated calendar: the first Friday, 08:30 in New York. */
const PAYROLLS = Date.parse('2026-07-03T12:30:00Z');
const MINUTE = 60_000;

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

/** With a terminal whose present is so many minutes after the release. */
async function after(minutes: number): Promise<Side> {
  await world.anew(newYorkCloseZone().toServer(PAYROLLS + minutes * MINUTE));
  world.rules(GUARDED.replace('[policy]', '[policy]\nnews_blackout_minutes = 15'));
  return world.open();
}

describe('around news of high importance', () => {
  test('what adds risk in its currencies is refused until it is over', async () => {
    const side = await after(-10);
    const refused = await side.gateway
      .submit({ intent: buy(0.01), actor: { kind: 'agent', name: 'test' } })
      .catch((e) => e);
    expect(refused).toMatchObject({ code: 'NEWS_BLACKOUT' });
    const { decision } = await side.gateway.evaluate(buy(0.01));
    const [refusal] = decision.verdict === 'refused' ? decision.refusals : [];
    // The terminal's clock is not this machine's: what is told here is in this machine's time.
    const left = (refusal?.resets_at ?? 0) - Date.now();
    expect(left / MINUTE).toBeGreaterThan(24);
    expect(left / MINUTE).toBeLessThanOrEqual(25);
  });

  test('what is of other currencies is not', async () => {
    const side = await after(-10);
    expect(await place(side, buy(0.01, { symbol: 'EURGBP' }))).toMatchObject({ status: 'done' });
  });

  test.each([-16, 16])('nor is anything %i minutes after it', async (minutes) => {
    expect(await place(await after(minutes), buy(0.01))).toMatchObject({ status: 'done' });
  });
});

import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { settled } from '../support/manual-clock.ts';
import { apart, type MemorySetting, together } from './setup.ts';

const listen = ({ client }: MemorySetting, symbol: string) => client.ticks(symbol, () => {});
const watched = ({ peer }: MemorySetting): string[][] => peer.asked('watch').map(({ params }) => params.topics);

async function beating({ peer, clock }: MemorySetting, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    peer.beat();
    await clock.advance(1_000);
  }
}

describe('watches', () => {
  it('are asked together and renewed three times a lease, under one number', async () => {
    const setting = await together();
    listen(setting, 'EURUSD');
    listen(setting, 'GBPUSD');
    setting.client.on('bar', 'bar.EURUSD.H1', () => {});
    setting.client.book('EURUSD', () => {});
    await settled();
    const all = ['tick.EURUSD', 'tick.GBPUSD', 'bar.EURUSD.H1', 'book.EURUSD'];
    expect(watched(setting)).toEqual([all]);
    await beating(setting, 30);
    expect(watched(setting)).toEqual([all, all, all, all]);
    expect(new Set(setting.peer.asked('watch').map(({ params }) => params.client)).size).toBe(1);
  });

  it('are not asked for plain topics, nor while nobody listens', async () => {
    const setting = await together();
    setting.client.keep('account', () => {});
    setting.client.on('trade', 'trade', () => {});
    listen(setting, 'EURUSD')();
    await beating(setting, 30);
    expect(setting.peer.requests.filter(({ name }) => name === 'watch' || name === 'unwatch')).toEqual([]);
  });

  it('that ended and began within a turn stay', async () => {
    const setting = await together();
    const stop = listen(setting, 'EURUSD');
    await settled();
    stop();
    listen(setting, 'EURUSD');
    await settled();
    expect(setting.peer.asked('unwatch')).toEqual([]);
  });

  it('begin anew with a new epoch and with a new link', async () => {
    const setting = await together();
    listen(setting, 'EURUSD');
    await settled();
    setting.peer.newEpoch();
    setting.peer.beat();
    await settled();
    await setting.peer.restart();
    await settled();
    expect(watched(setting)).toEqual([['tick.EURUSD'], ['tick.EURUSD'], ['tick.EURUSD']]);
  });

  it('wait for the first link', async () => {
    const setting = await apart();
    listen(setting, 'EURUSD');
    await setting.clock.advance(10_000);
    await setting.peer.open();
    await settled();
    expect(watched(setting)).toEqual([['tick.EURUSD']]);
  });

  it('that failed are asked again soon', async () => {
    const setting = await together();
    setting.peer.script('watch', () => {
      throw new Mt5Error('INTERNAL', 'not now');
    });
    listen(setting, 'EURUSD');
    await settled();
    setting.peer.script('watch', undefined);
    await setting.clock.advance(1_000);
    expect(watched(setting)).toEqual([['tick.EURUSD'], ['tick.EURUSD']]);
    expect(setting.logged.join()).toContain('not now');
  });

  it('that are refused are logged once, until they are accepted', async () => {
    const setting = await together();
    const refusal = 'error: The terminal does not send tick.NONE: SYMBOL_NOT_FOUND.';
    const refuse = () =>
      setting.peer.script('watch', () => {
        return { result: { epoch: 1, lease_ms: 30_000, refused: [{ topic: 'tick.NONE', code: 'SYMBOL_NOT_FOUND' }] } };
      });
    refuse();
    listen(setting, 'NONE');
    await beating(setting, 30);
    expect(setting.logged.filter((line) => line === refusal)).toHaveLength(1);
    setting.peer.script('watch', undefined);
    await beating(setting, 10);
    refuse();
    await beating(setting, 10);
    expect(setting.logged.filter((line) => line === refusal)).toHaveLength(2);
  });

  it('of very many topics are spread over several requests', async () => {
    const setting = await together();
    for (let i = 0; i < 1_000; i++) listen(setting, `SYMBOL${i}`);
    await settled();
    expect(watched(setting).flat()).toHaveLength(1_000);
    expect(Math.max(...watched(setting).map(({ length }) => length))).toBeLessThanOrEqual(200);
  });

  it('that tell of a new epoch make the client greet', async () => {
    const setting = await together();
    setting.peer.newEpoch();
    listen(setting, 'EURUSD');
    await settled();
    expect(setting.client.link).toMatchObject({ state: 'up', hello: { epoch: 2 } });
  });
});

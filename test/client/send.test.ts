import type { SendOutcome } from '@mt5-bridge/client';
import {
  type Approved,
  type ErrorCode,
  errorCatalog,
  Mt5Error,
  type TradeCommand,
  type TradeResult,
} from '@mt5-bridge/protocol';
import { encodeReply, pack } from '@mt5-bridge/protocol/wire';
import { describe, expect, it } from 'vitest';
import { settled } from '../support/manual-clock.ts';
import { apart, type MemorySetting, overZmq, together } from './setup.ts';

/** Tests of the client alone: what the rules say is not their concern. */
const cancel = {
  operation: 'order_cancel',
  params: { request_id: '0123456789AB', order: 42n },
} as TradeCommand as Approved<TradeCommand>;

const done: TradeResult = {
  retcode: 10009,
  deal: 0n,
  order: 42n,
  volume: 0,
  price: null,
  bid: null,
  ask: null,
  comment: 'Request executed',
  retcode_external: 0,
  replayed: false,
};

const TIMEOUT = 30_000;
const TIME_TO_LIVE = 5_000;

function send({ client }: Pick<MemorySetting, 'client'>): Promise<SendOutcome> {
  return client.send(cancel, { expires: client.expiry(TIME_TO_LIVE), timeoutMs: TIMEOUT });
}

const codeOf = (outcome: SendOutcome): string | undefined => ('error' in outcome ? outcome.error.code : undefined);

describe('a trade request', () => {
  it('travels once, with its own time to live on the clock of the terminal', async () => {
    const setting = await together();
    setting.peer.script('order_cancel', () => ({ result: done }));
    expect(await send(setting)).toEqual({ outcome: 'done', result: done });
    const [asked, ...more] = setting.peer.asked('order_cancel');
    expect(more).toEqual([]);
    const { epoch } = setting.peer;
    expect(asked).toMatchObject({ params: cancel.params, ttl: setting.clock.now() + TIME_TO_LIVE, e: epoch });
  });

  it.each([
    [10008, 'done', undefined],
    [10009, 'done', undefined],
    [10010, 'done', undefined],
    [10006, 'rejected', undefined],
    [10019, 'rejected', undefined],
    [10011, 'unknown', 'ORDER_OUTCOME_UNKNOWN'],
    [10012, 'unknown', 'ORDER_OUTCOME_UNKNOWN'],
    [10031, 'unknown', 'ORDER_OUTCOME_UNKNOWN'],
    [0, 'unknown', 'ORDER_OUTCOME_UNKNOWN'],
    [99_999, 'unknown', 'ORDER_OUTCOME_UNKNOWN'],
  ])('answered with return code %i is %s', async (retcode, outcome, code) => {
    const setting = await together();
    setting.peer.script('order_cancel', () => ({ result: { ...done, retcode } }));
    const answer = await send(setting);
    expect([answer.outcome, codeOf(answer)]).toEqual([outcome, code]);
    expect(answer).toMatchObject({ result: { retcode } });
  });

  it.each<ErrorCode>([
    'EXPIRED',
    'STALE_EPOCH',
    'INVALID_PARAMS',
    'UNKNOWN_OPERATION',
    'TICKET_NOT_FOUND',
    'JOURNAL_FAILED',
    'GUARD_READ_ONLY',
    'GUARD_MAGIC',
    'REQUEST_ID_REUSED',
  ])('that the terminal refuses with %s was not carried out', async (code) => {
    const setting = await together();
    setting.peer.script('order_cancel', () => {
      throw new Mt5Error(code);
    });
    const answer = await send(setting);
    expect([answer.outcome, codeOf(answer)]).toEqual(['rejected', code]);
  });

  // Everything else that an answer can say, a code of a later version included, tells nothing of the order.
  const undecided = (Object.keys(errorCatalog) as ErrorCode[]).filter((code) =>
    ['INTERNAL', 'OUTCOME_UNKNOWN', 'TERMINAL_ERROR', 'TIMEOUT', 'NO_QUOTE', 'LIMIT_DAILY_LOSS'].includes(code),
  );
  it.each([...undecided, 'CODE_OF_A_LATER_VERSION'])('answered with %s may have been carried out', async (code) => {
    const setting = await together();
    setting.peer.script('order_cancel', (_, id) => ({
      frames: () => [encodeReply({ id, ok: false, t: 1, e: { code, message: 'something' } })],
    }));
    expect((await send(setting)).outcome).toBe('unknown');
    expect(undecided).toHaveLength(6);
  });

  it.each([
    ['no MessagePack', (): Uint8Array => Uint8Array.of(0xc1)],
    ['a result without a return code', (id: number) => encodeReply({ id, ok: true, t: 1, d: { order: 42 } })],
    ['a map without meaning', (id: number) => pack({ id, ok: 'yes' })],
  ])('answered with %s may have been carried out', async (_, frame) => {
    const setting = await together();
    setting.peer.script('order_cancel', (_params, id) => ({ frames: () => [frame(id)] }));
    const answer = send(setting);
    await settled();
    await setting.clock.advance(TIMEOUT);
    expect((await answer).outcome).toBe('unknown');
  });

  it('without an answer may have been carried out', async () => {
    const setting = await together();
    setting.peer.script('order_cancel', () => 'silence');
    const answer = send(setting);
    await settled();
    await setting.clock.advance(TIMEOUT);
    expect(codeOf(await answer)).toMatch(/^(TIMEOUT|TERMINAL_NOT_CONNECTED)$/);
    expect((await answer).outcome).toBe('unknown');
    expect(setting.peer.asked('order_cancel')).toHaveLength(1);
  });

  it('under way when the client is closed may have been carried out', async () => {
    const setting = await together();
    setting.peer.script('order_cancel', () => 'silence');
    const answer = send(setting);
    await settled();
    await setting.client.close();
    expect([(await answer).outcome, codeOf(await answer)]).toEqual(['unknown', 'CLOSED']);
  });

  it('with a wrong argument is not sent', async () => {
    const setting = await together();
    const wrong = { ...cancel, params: { request_id: 'lower case', order: 42n } } as unknown as typeof cancel;
    const answer = await setting.client.send(wrong, { expires: 1, timeoutMs: TIMEOUT });
    expect([answer.outcome, codeOf(answer)]).toEqual(['rejected', 'INVALID_PARAMS']);
    expect(setting.peer.asked('order_cancel')).toEqual([]);
  });

  it('with the longest texts fits the smallest request that a terminal may take', async () => {
    const setting = await apart();
    setting.peer.hello.max_request_bytes = 1_024;
    await setting.peer.open();
    await settled();
    const comment = 'x'.repeat(31);
    const symbol = '\u{1F4B6}'.repeat(32);
    const order = {
      operation: 'order_send',
      params: {
        request_id: '0123456789AB',
        symbol,
        type: 'buy',
        volume: 1,
        price: null,
        stoplimit: null,
        sl: null,
        tp: null,
        deviation: 10,
        type_filling: 'fok',
        type_time: 'gtc',
        expiration: null,
        magic: 0n,
        comment,
      },
    } as const satisfies TradeCommand;
    setting.peer.script('order_send', () => ({ result: done }));
    const options = { expires: 1, timeoutMs: TIMEOUT };
    expect((await setting.client.send(order as TradeCommand as Approved<TradeCommand>, options)).outcome).toBe('done');
  });

  it('lives no longer because this machine’s clock was set forward', async () => {
    const setting = await together();
    const terminal = setting.clock.now();
    setting.clock.setBack(-3_600_000);
    const { epoch } = setting.peer;
    const frames = (id: number) => [encodeReply({ id, ok: true, t: terminal, d: { epoch } })];
    setting.peer.script('ping', (_, id) => ({ frames: () => frames(id) }));
    await setting.client.call('ping', {});
    expect(setting.client.expiry(TIME_TO_LIVE)).toBe(terminal + TIME_TO_LIVE);
  });

  it('finds no link: it is not kept for later', async () => {
    const setting = await apart();
    expect(() => setting.client.expiry(1)).toThrow(Mt5Error);
    const answer = await setting.client.send(cancel, { expires: 1, timeoutMs: TIMEOUT });
    expect([answer.outcome, codeOf(answer)]).toEqual(['rejected', 'TERMINAL_NOT_CONNECTED']);
    await setting.peer.open();
    await settled();
    expect(setting.peer.asked('order_cancel')).toEqual([]);
  });

  it('over real sockets to a terminal that ends before it answers may have been carried out', async () => {
    const setting = await overZmq();
    setting.peer.script('order_cancel', async () => {
      await setting.peer.close();
      return 'silence' as const;
    });
    expect(
      (await setting.client.send(cancel, { expires: setting.client.expiry(5_000), timeoutMs: 1_000 })).outcome,
    ).toBe('unknown');
  });
});

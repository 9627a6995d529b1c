import type { SendOutcome } from '@mt5-bridge/client';
import { Mt5Error, retcodes, type TradeCommand, type TradeResult } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import type { Request } from './ledger/index.ts';
import { learnedFrom, outcomeOf } from './outcomes.ts';
import { IDENTITY } from './testing/model-terminal.ts';
import { AGENT, SMALL } from './testing/model-world.ts';

const request_id = 'ABCDEFGH0001';
const CLAIMED = 1_000_000;

const close: TradeCommand = {
  operation: 'position_close',
  params: {
    ...{ request_id, position: 50n, volume: 0.3, deviation: 10, type_filling: 'ioc', magic: 7n },
    comment: `#${request_id}`,
  },
};

function request(command: TradeCommand, outcome: SendOutcome): Request {
  return {
    ...{ request_id, idempotency_key: null, body: '', identity: IDENTITY, intent: SMALL, command, symbol: 'EURUSD' },
    ...{
      actor: AGENT,
      reason: null,
      terminal: 'tcp://t:1',
      server_time: 0,
      notional: 1,
      created_at: CLAIMED,
      finished_at: null,
    },
    claim: { claimed_at: CLAIMED, deadline: CLAIMED + 1, made_at: CLAIMED, expires: CLAIMED + 1 },
    ...learnedFrom(command, outcome),
  };
}

const result = (retcode: number, more: Partial<TradeResult> = {}): TradeResult => ({
  ...{ retcode, deal: 90n, order: 91n, volume: 0.3, price: 1.08, bid: null, ask: null, comment: 'said the broker' },
  ...{ retcode_external: 0, replayed: false, ...more },
});

describe('an outcome', () => {
  it('of a part tells both volumes', () => {
    const part = request(close, { outcome: 'done', result: result(10_010, { volume: 0.1 }) });
    expect(outcomeOf(part, CLAIMED)).toMatchObject({
      status: 'done',
      ticket: 50n,
      volume_requested: 0.3,
      volume_filled: 0.1,
      price_filled: 1.08,
      error: null,
    });
  });

  it.each([0.31, -0.1])('of %d lots, where 0.3 were asked for, is none', (volume) => {
    const odd = outcomeOf(request(close, { outcome: 'done', result: result(10_009, { volume }) }), CLAIMED);
    expect(odd).toMatchObject({
      ...{ status: 'unknown', volume_filled: null, price_filled: null, result: { volume } },
      error: { code: 'ORDER_OUTCOME_UNKNOWN', retryable: false, details: { cause: 'BAD_REPLY' } },
    });
  });

  it('is not doubted for the noise of decimals', () => {
    const noisy = request(close, { outcome: 'done', result: result(10_009, { volume: 0.1 + 0.2 }) });
    expect(outcomeOf(noisy, CLAIMED)).toMatchObject({ status: 'done' });
  });

  it('that was placed without a deal has filled nothing yet', () => {
    const placed = request(close, { outcome: 'done', result: result(10_008, { deal: 0n, price: null }) });
    expect(outcomeOf(placed, CLAIMED)).toMatchObject({ status: 'done', volume_filled: 0, price_filled: null });
  });

  it.each(retcodes.filter(({ outcome }) => outcome === 'rejected'))('$name is told by its own code', (retcode) => {
    const { code, message, what_to_do, retryable, requires_human, number } = retcode;
    const refused = request(close, { outcome: 'rejected', result: result(number) });
    expect(outcomeOf(refused, CLAIMED)).toMatchObject({
      status: 'rejected',
      volume_filled: null,
      error: { code, message, what_to_do, retryable, requires_human, mt5_retcode: number },
    });
  });

  it.each(['TIMEOUT', 'EXPIRED', 'TERMINAL_NOT_CONNECTED'] as const)(
    'that ends in %s unknown never advises to call again',
    (code) => {
      const { error } = outcomeOf(request(close, { outcome: 'unknown', error: new Mt5Error(code) }), CLAIMED);
      expect(error).toMatchObject({
        code: 'ORDER_OUTCOME_UNKNOWN',
        retryable: false,
        details: { request_id, cause: code },
      });
      expect(error?.what_to_do).toContain('Do not send again');
    },
  );

  it('that stays unknown for long needs a person', () => {
    const unknown = request(close, { outcome: 'unknown', error: new Mt5Error('TIMEOUT') });
    expect(outcomeOf(unknown, CLAIMED + 60_000).error?.requires_human).toBe(false);
    expect(outcomeOf(unknown, CLAIMED + 3_600_000).error?.requires_human).toBe(true);
  });
});

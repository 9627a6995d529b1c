import { describe, expect, it } from 'vitest';
import { refusal, verdict } from '../testing/judge.ts';
import { modify, position, send } from '../testing/situation.ts';

describe('stop losses', () => {
  const noStop = send({ sl: null });

  it.each([
    ['require_stop_loss', { require_stop_loss: true }],
    ['max_risk_per_trade_percent', { max_risk_per_trade_percent: 1 }],
  ])('are needed by %s', (limit, limits) => {
    expect(refusal(noStop, { limits })).toMatchObject({
      code: 'STOP_LOSS_REQUIRED',
      limit,
      message: `There is no stop loss, and ${limit} needs one.`,
    });
  });

  it('are not needed without', () => expect(verdict(noStop)).toBe('approved'));

  it('may not be taken away where one is required', () => {
    const changes = { limits: { require_stop_loss: true }, snapshot: { positions: [position()] } };
    expect(verdict(modify({ sl: null }), changes)).toBe('STOP_LOSS_REQUIRED');
  });

  it.each([
    ['a market buy', send({ sl: 1.0843 }), 'below'],
    ['a market sell', send({ type: 'sell', sl: 1.08, tp: null }), 'above'],
    ['a limit', send({ type: 'buy_limit', price: 1.08, sl: 1.081, tp: null }), 'below'],
    ['the limit of a stop-limit', send({ type: 'buy_stop_limit', price: 1.09, stoplimit: 1.0795, sl: 1.08 }), 'below'],
    ['a take profit', send({ tp: 1.084 }), 'above'],
    ['no price', send({ sl: 0 }), 'no price'],
    ['a negative price', send({ tp: -1 }), 'no price'],
  ])('on the wrong side of %s are refused', (_, command, words) => {
    const found = refusal(command, {});
    expect(found.code).toBe('INVALID_STOPS');
    expect(found.message).toContain(words);
  });

  it('put the whole position at risk on an account with one position a symbol', () => {
    const changes = {
      account: { margin_mode: 'retail_netting' },
      limits: { max_risk_per_trade_percent: 1 },
      snapshot: { positions: [position({ volume: 10 })] },
    } as const;
    const found = refusal(send({ volume: 0.01, sl: 1.0835 }), changes);
    // 10 lots from 1.0850 and 0.01 from 1.0842: 1,500.70 of 10,000.
    expect(found).toMatchObject({ code: 'LIMIT_RISK_PER_TRADE', attempted: 15.007 });
  });
});

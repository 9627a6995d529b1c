import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { done, type GatewayAnswers, outcome, rejected, StubGateway, unknown } from '../testing/stub-gateway.ts';
import { position, StubReads } from '../testing/stub-reads.ts';
import { closeAll } from './close-all.ts';

const three = [42n, 43n, 44n];
const reads = () => new StubReads({ positions: async () => three.map((ticket) => ({ ...position, ticket })) });

/** Three positions; `submit` decides what becomes of each close. */
const closing = (args: object, submit: GatewayAnswers['submit'] = async () => outcome(done)) =>
  call(closeAll, args, reads(), new StubGateway({ planClose: async () => three, submit }));

describe('close_all', () => {
  it('asks the gateway for the plan, then closes one after another', async () => {
    let open = 0;
    const { data, trading } = await closing({ reason: 'done for today' }, async () => {
      expect(++open).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return outcome(done);
    });
    expect(data).toMatchObject({ success: true, dry_run: false, matched: 3 });
    expect(data.positions).toMatchObject(
      three.map((ticket) => ({ ticket: Number(ticket), symbol: 'EURUSD', side: 'buy', status: 'done', error: null })),
    );
    expect(trading.called('submit')).toMatchObject(
      three.map((ticket) => [
        {
          intent: { action: 'close_position', ticket, deviation: 10 },
          reason: 'done for today',
          actor: { name: 'test' },
        },
      ]),
    );
    expect(trading.proposal).not.toHaveProperty('idempotency_key');
  });

  it('passes on what narrows it', async () => {
    const { trading } = await closing({ symbol: 'EURUSD', side: 'SELL', magic: '7', profit: 'losers' });
    expect(trading.called('planClose')).toEqual([[{ symbol: 'EURUSD', side: 'sell', magic: 7n, profit: 'losers' }]]);
    expect((await closing({})).trading.called('planClose')).toEqual([[{}]]);
  });

  it('only tells the plan in a dry run', async () => {
    const { data, trading } = await closing({ dry_run: true });
    expect(data).toMatchObject({ success: false, dry_run: true, matched: 3 });
    expect(data.positions.map((one: { status: string }) => one.status)).toEqual(['planned', 'planned', 'planned']);
    expect(trading.called('submit')).toEqual([]);
  });

  it('goes on after one that fails, and says which', async () => {
    const becomes = [
      async () => outcome(rejected),
      async () => {
        throw new Mt5Error('LIMIT_REALISED_LOSS');
      },
      async () => outcome(unknown),
    ];
    let turn = 0;
    const { isError, data } = await closing({}, async () => (becomes[turn++] ?? becomes[0])?.() as never);
    expect(isError).toBe(false);
    expect(data.success).toBe(false);
    expect(data.positions).toMatchObject([
      { ticket: 42, status: 'rejected', request_id: 'REQ000000001', error: { code: 'INSUFFICIENT_MARGIN' } },
      { ticket: 43, status: 'refused', request_id: null, error: { code: 'LIMIT_REALISED_LOSS' } },
      { ticket: 44, status: 'unknown', error: { code: 'ORDER_OUTCOME_UNKNOWN', retryable: false } },
    ]);
  });

  it('is no success while a part of a position is still open', async () => {
    const part = { ...done, volume_filled: 0.05 };
    let turn = 0;
    const { data } = await closing({}, async () => outcome(turn++ === 0 ? part : done));
    expect(data.success).toBe(false);
    expect(data.positions).toMatchObject([
      { ticket: 42, status: 'done', volume_filled: 0.05 },
      { ticket: 43, status: 'done', volume_filled: 0.1 },
      { ticket: 44, status: 'done', volume_filled: 0.1 },
    ]);
  });

  it('makes a key for each ticket of the one that it is given', async () => {
    const { trading } = await closing({ idempotency_key: 'out' });
    const keys = trading
      .called('submit')
      .map(([proposal]) => (proposal as { idempotency_key: string }).idempotency_key);
    expect(keys).toEqual(['out:42', 'out:43', 'out:44']);
  });

  it('names the approval of a close that needs one', async () => {
    const trading = new StubGateway({ submit: async () => trading.pending() });
    const { data } = await call(closeAll, {}, undefined, trading);
    expect(data.positions).toMatchObject([{ status: 'pending_approval', approval_id: 'APP000000001', error: null }]);
  });

  it('succeeds when nothing matches', async () => {
    const { data } = await call(closeAll, {}, undefined, new StubGateway({ planClose: async () => [] }));
    expect(data).toMatchObject({ success: true, matched: 0, positions: [] });
  });
});

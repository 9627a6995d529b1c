import assert from 'node:assert/strict';
import type { EventData } from '@mt5-bridge/protocol';
import { gapless, type Peer, type SeenEvent } from '../peer.ts';
import type { Requirement } from '../suite.ts';
import { trades } from '../trader.ts';

const transactions = (peer: Peer): EventData<'trade'>[] => peer.of('trade').map(({ data }) => data);

export const tradeEvents: readonly Requirement[] = [
  {
    id: 'EVENT-12',
    title: 'a fill is told as transactions in order: the order comes, the deal once, the order goes into history',
    run: (context) =>
      trades(context, async (trader) => {
        const { peer } = trader;
        peer.subscribe('trade');
        const { order, deal } = await trader.done('order_send', trader.order());
        const told = () => transactions(peer).filter((one) => one.order === order);
        await peer.until(() => told().some(({ type }) => type === 'history_add'), 'the transactions of the order');
        gapless(peer.of('trade'));
        const types = told().map(({ type }) => type);
        assert.equal(types[0], 'order_add');
        assert.equal(types.filter((type) => type === 'deal_add').length, 1);
        assert(types.indexOf('order_delete') < types.indexOf('history_add'));
        const added = told().find(({ type }) => type === 'deal_add');
        assert.deepEqual([added?.deal, added?.symbol, added?.deal_type], [deal, trader.symbol, 'buy']);
        const { deals } = await peer.call('history_deals', { ticket: deal });
        assert.deepEqual([added?.position, added?.volume], [deals[0]?.position_id, deals[0]?.volume]);
      }),
  },
  {
    id: 'EVENT-13',
    title: 'after a fill positions and account are told at once, as changes of state',
    run: (context) =>
      trades(context, async (trader) => {
        const { peer } = trader;
        peer.subscribe('positions');
        peer.subscribe('account');
        const opened = await trader.open();
        const isTold = (): boolean =>
          peer
            .of('positions')
            .some(
              ({ data }) => data.cause === 'state' && data.positions.some(({ ticket }) => ticket === opened.ticket),
            );
        await peer.until(isTold, 'the new position', 2_000);
        await trader.done('position_close', trader.close(opened));
        const { account } = await peer.call('account_info', {});
        const isGone = (): boolean => {
          const last = peer.of('positions').findLast(({ data }) => data.cause === 'state');
          return last?.data.positions.every(({ ticket }) => ticket !== opened.ticket) ?? false;
        };
        await peer.until(isGone, 'the end of the position', 2_000);
        await peer.until(
          () =>
            peer.of('account').some(({ data }) => data.cause === 'state' && data.account.balance === account.balance),
          'the new balance',
          2_000,
        );
        gapless(peer.of('positions'));
        gapless(peer.of('account'));
      }),
  },
  {
    id: 'EVENT-14',
    title: 'pending orders are told when one is placed, changed and cancelled',
    run: (context) =>
      trades(context, async (trader) => {
        const { peer } = trader;
        peer.subscribe('orders');
        const { bid } = await trader.quote();
        const { order } = await trader.done('order_send', trader.pending(bid * 0.9));
        const last = () => peer.of('orders').at(-1)?.data.orders;
        const shown = () => last()?.find(({ ticket }) => ticket === order);
        await peer.until(() => shown() !== undefined, 'the new order', 2_000);
        const price = trader.rounded(bid * 0.88);
        const rest = { stoplimit: null, sl: null, tp: null, type_time: 'gtc', expiration: null } as const;
        await trader.done('order_modify', { order, price, ...rest });
        await peer.until(() => shown()?.price_open === price, 'the changed order', 2_000);
        await trader.done('order_cancel', { order });
        await peer.until(() => last() !== undefined && shown() === undefined, 'the end of the order', 2_000);
        gapless(peer.of('orders'));
      }),
  },
  {
    id: 'EVENT-15',
    title: "a snapshot's sequence number covers every event whose change it shows",
    run: (context) =>
      trades(context, async (trader) => {
        const { peer } = trader;
        peer.subscribe('positions');
        for (let i = 0; i < 5; i++) {
          const opened = await trader.open();
          const { seq, positions } = await peer.call('positions', {});
          assert(positions.some(({ ticket }) => ticket === opened.ticket));
          const shows = ({ data }: SeenEvent<'positions'>): boolean =>
            data.positions.some(({ ticket }) => ticket === opened.ticket);
          await peer.until(() => peer.of('positions').some(shows), 'the event of the fill', 2_000);
          await trader.done('position_close', trader.close(opened));
          const after = await peer.call('positions', {});
          assert(after.seq >= seq);
          // Whoever applies the events that follow the snapshot never sees the position again.
          await peer.until(() => (peer.of('positions').at(-1)?.seq ?? 0) >= after.seq, 'the events up to the snapshot');
          const later = peer.of('positions').filter((event) => event.seq > after.seq);
          assert(!later.some(shows), 'an event after the snapshot is older than it');
        }
      }),
  },
];

import assert from 'node:assert/strict';
import type { CalendarValue, Params } from '@mt5-bridge/protocol';
import { patient } from '../patient.ts';
import type { Peer } from '../peer.ts';
import type { Requirement } from '../suite.ts';

const DAY = 86_400_000;

/** A month around the terminal's present. */
async function month(peer: Peer): Promise<{ from: number; to: number; now: number }> {
  const { time_server_raw: now } = await peer.call('hello', {});
  return { from: now - 20 * DAY, to: now + 10 * DAY, now };
}

async function releases(peer: Peer, params: Params<'calendar'>): Promise<CalendarValue[]> {
  return (await patient(peer, 'calendar', params)).result.values;
}

export const calendar: readonly Requirement[] = [
  {
    id: 'CALENDAR-1',
    title: 'releases lie in the range, oldest first, each with a number of its own',
    async run({ peer }) {
      const { from, to } = await month(peer);
      const { result } = await patient(peer, 'calendar', { from, to });
      const { total, values } = result;
      assert.equal(total, values.length);
      assert(total > 0, 'a month has releases');
      assert.equal(new Set(values.map(({ id }) => id)).size, total);
      for (const [i, { time, currency, country, name }] of values.entries()) {
        assert(time >= from && time <= to, `${name} at ${new Date(time).toISOString()}`);
        assert(i === 0 || time >= (values[i - 1]?.time ?? 0), 'oldest first');
        assert(currency.length > 0 && country.length > 0 && name.length > 0);
      }
    },
  },
  {
    id: 'CALENDAR-2',
    title: 'a figure is there once it was published, and not before',
    async run({ peer }) {
      const { from, to, now } = await month(peer);
      const values = await releases(peer, { from, to });
      const margin = DAY;
      const early = values.filter(({ time, actual }) => time > now + margin && actual !== undefined);
      assert.deepEqual(early, []);
      assert(
        values.some(({ time, actual }) => time < now && actual !== undefined),
        'some of the past have figures',
      );
      for (const { impact, actual, name } of values)
        assert(actual !== undefined || impact === 'na', `${name}: ${impact}`);
    },
  },
  {
    id: 'CALENDAR-3',
    title: 'a range is inclusive on both ends',
    async run({ peer }) {
      const { from, to } = await month(peer);
      const values = await releases(peer, { from, to });
      const [first, last] = [values[0]?.time ?? 0, values.at(-1)?.time ?? 0];
      const again = await releases(peer, { from: first, to: last });
      assert.deepEqual(ids(again), ids(values));
      assert.deepEqual(
        ids(await releases(peer, { from: first, to: first })),
        ids(values.filter(({ time }) => time === first)),
      );
    },
  },
  {
    id: 'CALENDAR-4',
    title: 'currency and country select, spelled as the releases spell them',
    async run({ peer }) {
      const { from, to } = await month(peer);
      const values = await releases(peer, { from, to });
      for (const currency of new Set(values.map((value) => value.currency))) {
        assert.deepEqual(
          ids(await releases(peer, { from, to, currency })),
          ids(values.filter((v) => v.currency === currency)),
        );
      }
      for (const country of new Set(values.map((value) => value.country))) {
        assert.deepEqual(
          ids(await releases(peer, { from, to, country })),
          ids(values.filter((v) => v.country === country)),
        );
      }
      const { currency = '', country = '' } = values[0] ?? {};
      const both = values.filter((v) => v.currency === currency && v.country === country);
      assert.deepEqual(ids(await releases(peer, { from, to, currency, country })), ids(both));
      assert.deepEqual(await releases(peer, { from, to, currency: 'NOSUCH' }), []);
    },
  },
  {
    id: 'CALENDAR-5',
    title: 'pages together are the whole, and each tells how many there are',
    async run({ peer }) {
      const { from, to } = await month(peer);
      const values = await releases(peer, { from, to });
      const size = Math.ceil(values.length / 3);
      const paged: CalendarValue[] = [];
      for (let offset = 0; offset < values.length; offset += size) {
        const { result } = await patient(peer, 'calendar', { from, to, offset, count: size });
        assert.equal(result.total, values.length);
        paged.push(...result.values);
      }
      assert.deepEqual(ids(paged), ids(values));
      assert.deepEqual(await releases(peer, { from, to, offset: values.length }), []);
    },
  },
  {
    id: 'CALENDAR-6',
    title: 'a range that ends before it begins is INVALID_PARAMS, more than max_records TOO_MUCH_DATA',
    async run({ peer }) {
      const { from, to } = await month(peer);
      const { max_records } = await peer.call('hello', {});
      for (const wrong of [
        { from, to: from - 1 },
        { from },
        { to },
        { from, to, count: 0 },
        { from, to, offset: -1 },
      ]) {
        await peer.refused('calendar', wrong, 'INVALID_PARAMS');
      }
      await peer.refused('calendar', { from, to, count: max_records + 1 }, 'TOO_MUCH_DATA');
    },
  },
];

const ids = (values: readonly CalendarValue[]): bigint[] => values.map(({ id }) => id);

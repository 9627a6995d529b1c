import assert from 'node:assert/strict';
import { operations } from '@mt5-bridge/protocol';
import { decodeReply, PROTOCOL_VERSION, pack } from '@mt5-bridge/protocol/wire';
import type { Requirement } from '../suite.ts';

const ping = operations.ping.number;
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Frames that are no request; each must get one BAD_FRAME answer and harm nothing. */
const garbage: readonly (readonly [string, Uint8Array])[] = [
  ['an empty frame', bytes()],
  ['a byte that MessagePack never uses', bytes(0xc1)],
  ['a truncated map', bytes(0x85, 0xa1)],
  ['a list', pack([1, 2, 3])],
  ['a text', pack('ping')],
  ['a number', pack(7)],
  ['a map of announced 2^31 keys', bytes(0xdf, 0x7f, 0xff, 0xff, 0xff)],
  ['a list of announced 2^32-1 items', bytes(0xdd, 0xff, 0xff, 0xff, 0xff)],
  ['bytes after the end', Uint8Array.from([...pack({ v: PROTOCOL_VERSION, id: 5, op: ping, ttl: 0, a: {} }), 0, 0])],
  ['nesting 10,000 deep', new Uint8Array(10_000).fill(0x91)],
  ['a map without an id', pack({ v: PROTOCOL_VERSION, op: ping, ttl: 0, a: {} })],
  ['a text as operation', pack({ v: PROTOCOL_VERSION, id: 5, op: 'ping', ttl: 0, a: {} })],
  ['a negative id', pack({ v: PROTOCOL_VERSION, id: -5, op: ping, ttl: 0, a: {} })],
];

export const frames: readonly Requirement[] = [
  {
    id: 'FRAME-1',
    title: 'every unreadable frame gets one BAD_FRAME answer, and the next request is served',
    async run({ peer }) {
      for (const [what, frame] of garbage) {
        const [first, ...rest] = await peer.exchange(frame);
        assert(first !== undefined);
        const head = decodeReply(first);
        assert(!head.ok && head.e.code === 'BAD_FRAME', `${what} is answered with BAD_FRAME`);
        assert.equal(rest.length, 0);
        await peer.call('ping', {});
      }
    },
  },
  {
    id: 'FRAME-2',
    title: 'a bad request whose id is readable is answered to that id',
    async run({ peer }) {
      const [first] = await peer.exchange(pack({ v: PROTOCOL_VERSION, id: 77, op: 'ping', ttl: 0, a: {} }));
      assert(first !== undefined);
      assert.equal(decodeReply(first).id, 77);
    },
  },
  {
    id: 'FRAME-3',
    title: 'another protocol version is refused with both numbers',
    async run({ peer }) {
      for (const v of [0, PROTOCOL_VERSION + 1, 4_000_000_000]) {
        const { head } = await peer.ask(ping, {}, { v });
        assert(!head.ok && head.e.code === 'VERSION_MISMATCH');
        assert.match(head.e.message, new RegExp(`\\b${v}\\b`));
        assert.match(head.e.message, new RegExp(`\\b${PROTOCOL_VERSION}\\b`));
      }
    },
  },
  {
    id: 'FRAME-4',
    title: 'an operation number that nobody knows is UNKNOWN_OPERATION',
    async run({ peer }) {
      for (const op of [0, 9_999]) {
        const { head } = await peer.ask(op, {});
        assert(!head.ok && head.e.code === 'UNKNOWN_OPERATION');
      }
    },
  },
  {
    id: 'FRAME-5',
    title: 'ids come back exactly, up to 2^53 - 1',
    async run({ peer }) {
      for (const id of [1, 127, 128, 65_535, 65_536, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
        const { head } = await peer.ask(ping, {}, { id });
        assert.equal(head.id, id);
      }
    },
  },
  {
    id: 'FRAME-6',
    title: 'superfluous frames still get exactly one answer',
    async run({ peer }) {
      const request = pack({ v: PROTOCOL_VERSION, id: 5, op: ping, ttl: 0, a: {} });
      await peer.exchange(request, bytes(1, 2, 3), bytes());
      const { head } = await peer.ask(ping, {}, { id: 6 });
      assert.equal(head.id, 6);
    },
  },
  {
    id: 'FRAME-7',
    title: 'a request past max_request_bytes is refused and not carried out',
    async run({ peer }) {
      const { max_request_bytes } = await peer.call('hello', {});
      const { head } = await peer.ask(ping, { filler: 'x'.repeat(max_request_bytes) });
      assert(!head.ok && head.e.code === 'BAD_FRAME');
    },
  },
  {
    id: 'FRAME-8',
    title: 'argument keys that this version does not know are ignored',
    async run({ peer }) {
      const { head } = await peer.ask(ping, { added_in_version_9: [1, { deep: true }] });
      assert(head.ok);
    },
  },
  {
    id: 'FRAME-9',
    title: 'arguments that are no map are INVALID_PARAMS',
    async run({ peer }) {
      for (const a of [7, 'x', [1], null]) await peer.refused('quote', a, 'INVALID_PARAMS');
    },
  },
  {
    id: 'TTL-1',
    title: 'a request past its time to live is refused with EXPIRED',
    async run({ peer }) {
      const { clock } = await peer.callBulk('ping', {});
      const { head } = await peer.ask(ping, {}, { ttl: clock - 1_000 });
      assert(!head.ok && head.e.code === 'EXPIRED');
    },
  },
  {
    id: 'TTL-2',
    title: 'a request within its time to live, or without one, is carried out',
    async run({ peer }) {
      const { clock } = await peer.callBulk('ping', {});
      for (const ttl of [0, clock + 60_000]) {
        const { head } = await peer.ask(ping, {}, { ttl });
        assert(head.ok);
      }
    },
  },
  {
    id: 'CLOCK-1',
    title: 'the clock in answers never goes back',
    async run({ peer }) {
      let last = 0;
      for (let i = 0; i < 50; i++) {
        const { clock } = await peer.callBulk('ping', {});
        assert(clock >= last, `${clock} follows ${last}`);
        last = clock;
      }
    },
  },
  {
    id: 'ORDER-1',
    title: 'requests of two callers at once each get their own answer',
    async run({ peer, another }) {
      const other = another();
      await Promise.all(
        [peer, other].map(async (caller, which) => {
          for (let i = 0; i < 200; i++) {
            const { head } = await caller.ask(ping, {}, { id: which * 1_000_000 + i + 1 });
            assert(head.ok);
          }
        }),
      );
    },
  },
];

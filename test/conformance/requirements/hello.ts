import assert from 'node:assert/strict';
import { type OperationName, operations } from '@mt5-bridge/protocol';
import { PROTOCOL_VERSION } from '@mt5-bridge/protocol/wire';
import { type Requirement, Skip } from '../suite.ts';

export const hello: readonly Requirement[] = [
  {
    id: 'HELLO-1',
    title: 'hello names versions that include this one, the account and the limits',
    async run({ peer }) {
      const answer = await peer.call('hello', { client: 'conformance' });
      assert(answer.protocol_min <= PROTOCOL_VERSION && PROTOCOL_VERSION <= answer.protocol_max);
      assert(answer.login > 0n);
      assert(answer.server.length > 0 && answer.currency.length > 0);
      assert.notEqual(answer.trade_mode, 'unknown');
      assert.notEqual(answer.margin_mode, 'unknown');
    },
  },
  {
    id: 'HELLO-2',
    title: 'every operation of the protocol is announced',
    async run({ peer }) {
      const { operations: announced } = await peer.call('hello', {});
      const missing = (Object.keys(operations) as OperationName[]).filter((name) => !announced.includes(name));
      assert.deepEqual(missing, []);
    },
  },
  {
    id: 'HELLO-3',
    title: 'the epoch is one number for every caller, operation and event',
    async run({ peer, another }) {
      const { epoch } = await peer.call('hello', {});
      assert.equal((await another().call('hello', {})).epoch, epoch);
      assert.equal((await peer.call('ping', {})).epoch, epoch);
      assert.equal((await peer.call('account_info', {})).epoch, epoch);
    },
  },
  {
    id: 'HELLO-4',
    title: "the broker's clock is a whole number of quarter hours from UTC, at most 14 hours",
    async run({ peer }) {
      const { time_server_raw, time_gmt_raw } = await peer.call('hello', {});
      const quarters = (time_server_raw - time_gmt_raw) / 900_000;
      assert(Math.abs(quarters) <= 56);
      assert(Math.abs(quarters - Math.round(quarters)) * 900_000 < 2_000, `${quarters} quarter hours`);
    },
  },
  {
    id: 'TERMINAL-1',
    title: 'terminal_info agrees with hello',
    async run({ peer }) {
      const [{ terminal_build }, terminal] = [await peer.call('hello', {}), await peer.call('terminal_info', {})];
      assert.equal(terminal.build, terminal_build);
      assert(terminal.maxbars > 0);
    },
  },
  {
    id: 'RESTART-1',
    title: 'after a restart the epoch is another and sequences begin anew',
    async run({ arm, peer, another }) {
      if (arm.restart === undefined) throw new Skip('this arm cannot be restarted from here');
      const before = await peer.call('hello', {});
      await arm.restart();
      const later = another();
      later.subscribe('hb');
      const after = await later.call('hello', {});
      assert.notEqual(after.epoch, before.epoch);
      await later.until(() => later.of('hb').length > 0, 'a heartbeat');
      const [first] = later.of('hb');
      assert.equal(first?.epoch, after.epoch);
      const sinceStart = 10_000 / after.heartbeat_ms + 2;
      assert((first?.seq ?? 0) <= sinceStart, `sequence ${first?.seq} of a new epoch`);
    },
  },
];

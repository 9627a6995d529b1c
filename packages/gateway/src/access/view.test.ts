import { describe, expect, it } from 'vitest';
import type { Principal, TradingGateway } from '../api.ts';
import type { ModelProcess } from '../testing/model-process.ts';
import { AGENT, eachInItsWorld, LARGE, OWNER, SMALL } from '../testing/model-world.ts';
import { rulesWith } from '../testing/rules.ts';
import { failure } from '../testing/test-reads.ts';

const here = eachInItsWorld();

const trader: Principal = { name: 'desk', scopes: ['read', 'trade'], profile: null };

/** The process as this principal's connection sees it. */
const seen = (process: ModelProcess, principal: Partial<Principal>): { gateway: TradingGateway } => ({
  gateway: process.gateway.as({ ...trader, ...principal }),
});

const propose = ({ gateway }: { gateway: TradingGateway }, intent = SMALL, more = {}) =>
  here().inTime(gateway.submit({ intent, actor: AGENT, ...more }));

async function ask(side: { gateway: TradingGateway }) {
  const answer = await propose(side, LARGE);
  if (answer.kind !== 'pending_approval') throw new Error('expected a question');
  return answer.preview;
}

/** What nobody but the agent's own connection can say. */
const overTheConnection = { channels: ['agent', 'elicitation'] as const };

function openToTheAgent(): void {
  const approvals = { ...overTheConnection, elicitation_max_notional: 1e9, agent_max_notional: 1e9, levels: [] };
  here().rules = rulesWith({ auto_approve_notional: 20_000 }, { approvals });
}

describe('the gateway of a connection', () => {
  it('names token and profile wherever the audit log names the agent', async () => {
    const process = here().start();
    await propose(seen(process, {}), SMALL, { actor: { ...AGENT, token: 'forged' } });
    const records = await process.gateway.audit({ count: 10 });
    const acted = records.filter(({ actor }) => actor.kind === 'agent');
    expect(acted.map(({ event }) => event)).toEqual(['outcome', 'send', 'decision', 'proposal']);
    for (const { actor } of acted) expect(actor).toEqual({ ...AGENT, token: 'desk' });
    expect(process.ledger.auditLog.verify()).toMatchObject({ ok: true });
  });

  it('refuses without the scope trade whatever could change something, and says so in the audit log', async () => {
    const process = here().start();
    const { gateway } = seen(process, { scopes: ['read', 'approve', 'admin'] });
    const preview = await ask(seen(process, {}));
    const tries = [
      () => gateway.submit({ intent: SMALL, actor: AGENT }),
      () => gateway.planClose({}),
      () => gateway.deny(preview.approval_id, { channel: 'elicitation', by: 'x' }),
      async () => gateway.pullKillSwitch(AGENT, 'no reason'),
    ];
    for (const each of tries) expect((await failure(each())).code).toBe('FORBIDDEN');
    expect(process.gateway.killSwitch().on).toBe(false);
    expect(here().terminal.deals).toEqual([]);
    const refusals = await process.gateway.audit({ event: 'access' });
    expect(refusals.map(({ data, actor }) => [data.scope, actor.token])).toEqual(tries.map(() => ['trade', 'desk']));
  });

  it('lets nobody say yes over a connection without the scope approve', async () => {
    openToTheAgent();
    const process = here().start();
    const side = seen(process, {});
    const { approval_id, hash } = await ask(side);
    for (const channel of overTheConnection.channels) {
      const yes = { hash, channel, by: 'test' };
      expect((await failure(side.gateway.approve(approval_id, yes))).code).toBe('FORBIDDEN');
    }
    const again = { confirmation: { approval_id } };
    expect((await failure(propose(side, LARGE, again))).code).toBe('FORBIDDEN');
    const refusals = await process.gateway.audit({ event: 'access' });
    expect(refusals.map(({ data }) => [data.approval_id, data.channel])).toEqual([
      [approval_id, 'agent'],
      [approval_id, 'elicitation'],
      [approval_id, 'agent'],
    ]);
    const entitled = seen(process, { scopes: ['trade', 'approve'] });
    expect(await propose(entitled, LARGE, again)).toMatchObject({ outcome: { status: 'done' } });
  });

  it('leaves the word of the owner to the owner', async () => {
    const process = here().start();
    const all = seen(process, { scopes: ['read', 'trade', 'approve', 'admin'] });
    const { gateway } = all;
    const preview = await ask(all);
    for (const channel of ['cli', 'dashboard', 'passkey'] as const) {
      const yes = { hash: preview.hash, channel, by: 'owner' };
      expect((await failure(gateway.approve(preview.approval_id, yes))).code).toBe('FORBIDDEN');
    }
    expect(gateway.approval(preview.approval_id).state).toBe('pending');
    gateway.pullKillSwitch(AGENT, 'stop');
    expect((await failure((async () => gateway.releaseKillSwitch(OWNER))())).code).toBe('FORBIDDEN');
    expect((await failure((async () => gateway.settle('X', { state: 'done' }, OWNER))())).code).toBe('FORBIDDEN');
    expect(process.gateway.killSwitch().on).toBe(true);
  });

  it('of a connection of it is never wider', async () => {
    const process = here().start();
    const narrow = seen(process, { scopes: ['read'] }).gateway;
    const { gateway } = { gateway: narrow.as({ ...trader, scopes: ['read', 'trade', 'admin'] }) };
    expect((await failure(gateway.submit({ intent: SMALL, actor: AGENT }))).code).toBe('FORBIDDEN');
  });

  it('ends nothing when it is closed', async () => {
    const process = here().start();
    const side = seen(process, {});
    await side.gateway.close();
    expect(await propose(side)).toMatchObject({ outcome: { status: 'done' } });
  });
});

import { describe, expect, it } from 'vitest';
import { channelsFor } from './approvals.ts';
import { type ApprovalChannel, type ApprovalLevel, orderHash } from './index.ts';
import { evaluated, refusal, verdict } from './testing/judge.ts';
import { account, type Changes, close, modify, position, send, situation } from './testing/situation.ts';

// The order is worth 10,842 USD.
const order = send();
const identity = { environment: 'demo', login: account.login, server: account.server } as const;
const hash = orderHash(order, identity);
const gate = { auto_approve_notional: 1_000 };

function granted(channel: ApprovalChannel, changes: Changes = {}, given = hash): Changes {
  return { limits: gate, ...changes, situation: { grant: { hash: given, channel } } };
}

const accepting = (
  channels: readonly ApprovalChannel[],
  most = 10_842,
  levels: readonly ApprovalLevel[] = [],
): Changes => ({
  rules: { approvals: { channels, elicitation_max_notional: most, agent_max_notional: most, levels } },
});

describe('an order worth auto_approve_notional or more', () => {
  it('asks at the gate already, as in mt5-trading-mcp', () => {
    expect(verdict(order, { limits: { auto_approve_notional: 10_842 } })).toBe('needs_approval');
  });

  it('asks, and says by which channels', () => {
    expect(evaluated(order, { limits: gate, ...accepting(['passkey', 'agent', 'cli']) })).toMatchObject({
      verdict: 'needs_approval',
      limit: 'auto_approve_notional',
      configured: 1_000,
      attempted: 10_842,
      channels: ['agent', 'cli', 'passkey'],
    });
  });

  it.each([
    ['just below the gate', { limits: { auto_approve_notional: 10_842.01 } }],
    ['without a gate', { limits: { auto_approve_notional: 0 } }],
    ['with a yes to exactly this', granted('cli')],
    ['with a yes of its user, up to its most', granted('elicitation', accepting(['elicitation']))],
    ['with a yes of the agent, up to its most', granted('agent', accepting(['agent']))],
  ])('passes %s', (_, changes) => expect(verdict(order, changes)).toBe('approved'));

  it.each([
    ['elicitation', 10_841.99],
    ['agent', 10_841.99],
    ['agent', 0],
  ] as const)('is too large for %s beyond %d', (channel, most) => {
    const found = refusal(order, granted(channel, accepting(['cli', channel], most)));
    expect(found).toMatchObject({ code: 'APPROVAL_CHANNEL_CLOSED', configured: ['cli'], attempted: channel });
    expect(found.message).toBe(`An order of 10,842 USD needs approval, which "${channel}" can't give. These can: cli.`);
  });

  it('does not pass by a channel that the owner does not accept', () => {
    expect(verdict(order, granted('agent'))).toBe('APPROVAL_CHANNEL_CLOSED');
    expect(verdict(order, granted('passkey'))).toBe('APPROVAL_CHANNEL_CLOSED');
  });

  it('is refused where nobody could approve it', () => {
    const found = refusal(order, { limits: gate, ...accepting(['elicitation'], 10_000) });
    expect(found).toMatchObject({ code: 'APPROVAL_CHANNEL_CLOSED', configured: [], attempted: null });
    expect(found.message).toBe('An order of 10,842 USD needs approval. No accepted channel can give it.');
  });

  it.each([
    ['none that it does not pass', 10_842, ['dashboard', 'passkey']],
    ['one that it passes', 10_841.99, ['passkey']],
  ] as const)('is under the levels that apply all at once: %s', (_, second, channels) => {
    const levels = [
      { above: 5_000, channels: ['cli', 'dashboard', 'passkey'] },
      { above: second, channels: ['agent', 'passkey'] },
    ] as const;
    const changes = accepting(['agent', 'elicitation', 'dashboard', 'passkey'], 1e9, levels);
    expect(evaluated(order, { limits: gate, ...changes })).toMatchObject({ verdict: 'needs_approval', channels });
    expect(verdict(order, granted('passkey', changes))).toBe('approved');
    expect(verdict(order, granted('agent', changes))).toBe('APPROVAL_CHANNEL_CLOSED');
  });

  it('of which the worth is not known is above every level', () => {
    const levels = [{ above: 1e15, channels: ['passkey'] }] as const;
    const { rules } = situation(accepting(['cli', 'passkey'], 0, levels));
    expect(channelsFor(undefined, rules)).toEqual(['passkey']);
  });

  it('passes no limit by a yes', () => {
    expect(verdict(order, granted('cli', { limits: { ...gate, max_lots_per_trade: 0.09 } }))).toBe(
      'LIMIT_LOTS_PER_TRADE',
    );
    const killed = situation(granted('cli')).grant;
    expect(verdict(order, { limits: gate, situation: { kill_switch: true, ...(killed && { grant: killed }) } })).toBe(
      'KILL_SWITCH_ON',
    );
  });
});

describe('a yes', () => {
  it('to another order is none, even where none is needed', () => {
    const other = granted('cli', {}, orderHash(send({ sl: 1.07 }), identity));
    expect(refusal(order, other)).toMatchObject({ code: 'INVALID_APPROVAL', attempted: hash });
    expect(verdict(order, { ...other, limits: { auto_approve_notional: 0 } })).toBe('INVALID_APPROVAL');
  });

  it('on another account is none', () => {
    expect(verdict(order, granted('cli', {}, orderHash(order, { ...identity, login: 1002n })))).toBe(
      'INVALID_APPROVAL',
    );
  });
});

describe('what reduces risk', () => {
  const held = { limits: gate, snapshot: { positions: [position()] } };
  it('never asks', () => {
    expect(verdict(close(), held)).toBe('approved');
    expect(verdict(modify({ sl: 1.083 }), held)).toBe('approved');
  });

  it('is told from taking protection away, which asks by the worth of the position', () => {
    expect(evaluated(modify({ sl: 1.07 }), held)).toMatchObject({ verdict: 'needs_approval', attempted: 108_410 });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commentTag } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, Proposal, SubmitAnswer } from './api.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { ModelProcess, type World } from './testing/model-process.ts';
import { FATES, IDENTITY, ModelTerminal } from './testing/model-terminal.ts';
import { profileWith, rulesWith } from './testing/rules.ts';
import { NOW } from './testing/test-reads.ts';

const MOST_OPEN = 2;
const MOST_A_DAY = 5;

/** Of one strategy the most open, of another the most in a day. */
const MOST_OF_A = 1;
const MOST_OF_B = 2;
const MAGIC_OF_A = 101n;

const profiles = {
  a: profileWith(MAGIC_OF_A, { max_open_positions: MOST_OF_A }),
  b: profileWith(102n, { max_orders_per_day: MOST_OF_B }),
};

const rules = rulesWith(
  { auto_approve_notional: 20_000, max_open_positions: MOST_OPEN, max_orders_per_day: MOST_A_DAY },
  { profiles },
);

/** In lots: sent at once, and after approval. */
const SMALL = 0.1;
const LARGE = 0.5;

type Step =
  | {
      readonly do: 'propose';
      readonly process: number;
      readonly profile: keyof typeof profiles | null;
      readonly key: number | undefined;
      readonly volume: number;
    }
  | { readonly do: 'approve'; readonly process: number }
  /** What became of everything that is not settled. */
  | { readonly do: 'ask'; readonly process: number }
  | { readonly do: 'kill'; readonly process: number; readonly after: number }
  | { readonly do: 'wait'; readonly ms: number };

const process = fc.nat({ max: 1 });
const steps = fc.array(
  fc.oneof<fc.WeightedArbitrary<Step>[]>(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('propose' as const),
        process,
        profile: fc.constantFrom<(keyof typeof profiles | null)[]>('a', 'b', null),
        key: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
        volume: fc.constantFrom(SMALL, SMALL, LARGE),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('approve' as const), process }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), process }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('kill' as const), process, after: fc.integer({ min: 1, max: 12 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 40, 1_000, 6_000, 40_000) }),
    },
  ),
  { minLength: 3, maxLength: 16 },
);

const LONG = 600_000;

/** Two processes that are killed and started again at will, until everything had time to be settled. */
class Story {
  readonly clock = new ManualClock(NOW);
  readonly terminal = new ModelTerminal(this.clock);
  readonly folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-story-'));
  readonly told: { readonly key: number | undefined; readonly outcome: Outcome }[] = [];
  #drawn = 0;
  readonly #world: World = {
    terminal: this.terminal,
    address: 'tcp://terminal:1',
    clock: this.clock,
    folder: this.folder,
    rules,
    settings: { times: { toLive: 5_000, toAnswer: 10_000 }, approvalTtl: 60_000, keyTtl: 86_400_000 },
    randomBytes: (count) => {
      this.#drawn++;
      return Uint8Array.from({ length: count }, (_, i) => (this.#drawn >> (5 * i)) & 31);
    },
  };
  readonly processes = [new ModelProcess(this.#world), new ModelProcess(this.#world)];

  /** The process, or the one that was started in its place. */
  #alive(which: number): ModelProcess {
    const known = this.processes[which];
    if (known !== undefined && !known.isDead) return known;
    const started = new ModelProcess(this.#world);
    this.processes[which] = started;
    return started;
  }

  async run(story: readonly Step[]): Promise<void> {
    for (const step of story) {
      if (step.do === 'wait') await this.clock.advance(step.ms);
      else if (step.do === 'kill') this.#alive(step.process).killAfter(step.after);
      else if (step.do === 'propose') this.#propose(step);
      else if (step.do === 'ask') this.#ask(this.#alive(step.process));
      else this.#approve(this.#alive(step.process));
    }
    await this.clock.advance(10);
    for (const one of this.processes) one.killAfter(0);
    this.#alive(0);
    await this.clock.advance(LONG);
  }

  #propose({ process: which, profile, key, volume }: Extract<Step, { do: 'propose' }>): void {
    const proposal: Proposal = {
      // The same key always asks for the same.
      intent: {
        action: 'place_order',
        symbol: 'EURUSD',
        side: 'buy',
        type: 'market',
        volume: key === undefined ? volume : SMALL,
      },
      actor: { kind: 'agent', name: 'story' },
      ...(key !== undefined && { idempotency_key: `key ${key}` }),
    };
    this.#alive(which)
      .gateway.as({ name: 'story', scopes: ['trade'], profile })
      .submit(proposal)
      .then(
        (answer: SubmitAnswer) => {
          if (answer.kind === 'outcome') this.told.push({ key, outcome: answer.outcome });
        },
        () => {},
      );
  }

  #ask({ gateway, ledger }: ModelProcess): void {
    for (const { request_id } of ledger.requests.unsettled(IDENTITY)) {
      gateway.outcome({ request_id }).then(
        (outcome) => this.told.push({ key: undefined, outcome }),
        () => {},
      );
    }
  }

  #approve({ gateway }: ModelProcess): void {
    try {
      const [waiting] = gateway.approvals({ state: 'pending' });
      if (waiting === undefined) return;
      const { approval_id, hash } = waiting.preview;
      gateway.approve(approval_id, { hash, channel: 'cli', by: 'story' }).then(
        (outcome) => this.told.push({ key: undefined, outcome }),
        () => {},
      );
    } catch {
      // Killed while it looked.
    }
  }

  get last(): ModelProcess {
    return this.#alive(0);
  }

  end(): void {
    for (const { ledger } of this.processes) ledger.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Row {
  readonly request_id: string;
  readonly state: string;
  readonly idempotency_key: string | null;
  readonly claimed_at: number | null;
  readonly profile: string | null;
}

async function check(story: Story): Promise<void> {
  const { terminal, told, last } = story;
  const rows = last.ledger.db.all<Row>('SELECT request_id, state, idempotency_key, claimed_at, profile FROM requests');
  const records = await last.gateway.audit({ count: 10_000 });
  const executed = (id: string) => terminal.executions(id);

  // None forgotten: whatever the broker did is in the ledger, and all of it is settled, as it was.
  const tagged = new Set(rows.map(({ request_id }) => commentTag(request_id)));
  for (const { comment } of terminal.deals.filter(({ comment }) => comment !== '')) expect(tagged).toContain(comment);
  for (const { request_id, state, claimed_at } of rows) {
    const times = executed(request_id);
    // Where the broker lost a name, it may be anybody's that looks like it.
    if (state === 'unknown') expect([terminal.nameless.length > 0, times > 1]).toEqual([true, false]);
    else expect([request_id, state, times]).toEqual([request_id, state, state === 'done' ? 1 : 0]);
    const of = records.filter((record) => record.request_id === request_id);
    const ends = of.filter(
      ({ event, data }) => (event === 'outcome' || event === 'settled') && data.status !== 'unknown',
    );
    expect(ends.map(({ data }) => data.status)).toEqual(claimed_at === null || state === 'unknown' ? [] : [state]);
    expect(of.filter(({ event }) => event === 'send')).toHaveLength(claimed_at === null ? 0 : 1);
  }
  expect(last.ledger.auditLog.verify()).toMatchObject({ ok: true });

  for (const id of terminal.nameless) expect(rows.find(({ request_id }) => request_id === id)?.state).toBe('unknown');

  // One key, one order.
  const keys = rows.flatMap(({ idempotency_key }) => idempotency_key ?? []);
  expect(new Set(keys).size).toBe(keys.length);

  // No limit passed.
  expect(terminal.positions.length).toBeLessThanOrEqual(MOST_OPEN);
  const sent = rows.filter(({ claimed_at }) => claimed_at !== null);
  expect(sent.length).toBeLessThanOrEqual(MOST_A_DAY);
  expect(terminal.positions.filter(({ magic }) => magic === MAGIC_OF_A).length).toBeLessThanOrEqual(MOST_OF_A);
  expect(sent.filter(({ profile }) => profile === 'b').length).toBeLessThanOrEqual(MOST_OF_B);

  // Nobody was told what is not so.
  for (const { outcome } of told) {
    if (outcome.status === 'done') expect(executed(outcome.request_id)).toBe(1);
    if (outcome.status === 'rejected') expect(executed(outcome.request_id)).toBe(0);
  }
}

describe('two processes on one ledger, killed and started at any moment', () => {
  it('send nothing twice, forget nothing, settle everything, and pass no limit', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.constantFrom(...FATES), { maxLength: 10 }), async (script, fates) => {
        const story = new Story();
        try {
          story.terminal.fates = [...fates];
          await story.run(script);
          await check(story);
        } finally {
          story.end();
        }
      }),
      { numRuns: Number(globalThis.process.env.MT5_BRIDGE_STORIES ?? 60) },
    );
  });
});

import fs from 'node:fs';
import { join } from 'node:path';
import type { Link, Mt5Client } from '@mt5-bridge/client';
import type { Rules } from '@mt5-bridge/policy';
import type { ReadOperationName } from '@mt5-bridge/protocol';
import { createAuditLog } from '../audit/index.ts';
import type { Core, Settings } from '../core.ts';
import { Gateway } from '../gateway.ts';
import { ids } from '../ids.ts';
import { resolveIntent } from '../intents/index.ts';
import { Ledger } from '../ledger/index.ts';
import type { ManualClock } from './manual-clock.ts';
import { IDENTITY, type ModelTerminal } from './model-terminal.ts';
import { hello } from './stub-client.ts';

export interface World {
  readonly terminal: ModelTerminal;
  /** Of the terminal, as this process reaches it. */
  readonly address: string;
  readonly clock: ManualClock;
  readonly folder: string;
  readonly rules: Rules;
  readonly settings: Settings;
  readonly randomBytes: (count: number) => Uint8Array;
}

/** What a killed process leaves: promises that nobody answers any more. */
const NEVER = new Promise<never>(() => {});
class Killed extends Error {}

/** A gateway in a process of its own, which can be killed between any two things that it does. */
export class ModelProcess {
  readonly gateway: Gateway;
  readonly ledger: Ledger;
  /** Things that it still does before it is killed. */
  #left = Number.POSITIVE_INFINITY;

  constructor(world: World) {
    const { terminal, address, clock, folder } = world;
    this.ledger = new Ledger({
      file: join(folder, 'ledger.sqlite'),
      audit: (remembered) =>
        createAuditLog({ file: join(folder, 'audit.jsonl'), maxBytes: 2 ** 30, clock, fs, remembered }),
    });
    const write = this.ledger.write.bind(this.ledger);
    this.ledger.write = (durability, work) => {
      if (!this.#step()) throw new Killed();
      const result = write(durability, work);
      if (!this.#step()) throw new Killed();
      return result;
    };
    const link: Link = { state: 'up', hello, since: 0 };
    const client: Core['client'] = {
      link,
      onLink: () => () => {},
      expiry: (ms) => terminal.clock + ms,
      send: (command, options) => this.#during(() => terminal.send(command, options)),
      call: ((operation: ReadOperationName, params: never) => {
        return this.#during(async () => {
          return operation === 'order_lookup' ? terminal.lookup(params) : terminal.answer(operation, params);
        });
      }) as Mt5Client['call'],
    };
    const core: Core = {
      client,
      reads: {
        identity: () => IDENTITY,
        positions: async ({ magic }) => terminal.positions.filter((one) => magic === undefined || one.magic === magic),
      },
      ledger: this.ledger,
      snapshots: { read: () => this.#during(() => slowly(clock, terminal.read())) },
      resolve: resolveIntent,
      rules: () => world.rules,
      settings: () => world.settings,
      terminal: { command: address, events: 'tcp://terminal:2' },
      clock,
      newId: ids(world.randomBytes),
      log: () => {},
    };
    this.gateway = new Gateway(core, notAsked, () => {});
  }

  /** Kills it after `steps` more things that it does. */
  killAfter(steps: number): void {
    this.#left = steps;
  }

  get isDead(): boolean {
    return this.#left <= 0;
  }

  #step(): boolean {
    this.#left--;
    return this.#left > 0;
  }

  async #during<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#step()) return NEVER;
    const result = await work();
    return this.#step() ? result : NEVER;
  }
}

const READING_MS = 5;

/** What was read is a little old when it comes. */
const slowly = <T>(clock: ManualClock, read: T): Promise<T> =>
  new Promise((resolve) => void clock.setTimer(READING_MS, () => resolve(read)));

const notAsked = (): never => {
  throw new Error('the model shows no policy');
};

import { Mt5Error } from '@mt5-bridge/protocol';
import type { Actor, KillSwitch } from './api.ts';
import type { Ledger, Writing } from './ledger/index.ts';
import type { Log } from './log.ts';
import { SWITCH_OFF } from './situation.ts';

const LOST =
  'The ledger was lost: it is new, and its audit log is not. Orders that were on their way and keys that were used are not known any more. Look at the account before you release the switch.';

/** The one switch of this machine; what reduces risk stays possible while it is on. */
export class Switch {
  readonly #ledger: Ledger;
  readonly #log: Log;
  readonly #now: () => number;

  constructor(ledger: Ledger, now: () => number, log: Log) {
    this.#ledger = ledger;
    this.#now = now;
    this.#log = log;
    ledger.onLost = (writing) => this.#pullForLoss(writing);
  }

  get state(): KillSwitch {
    return this.#ledger.facts.killSwitch.get() ?? SWITCH_OFF;
  }

  /** Works without the audit log too: stopping must not fail for want of a record. @throws Mt5Error LEDGER_UNAVAILABLE */
  pull(by: Actor, reason: string): KillSwitch {
    const pulled: KillSwitch = { on: true, since: this.#now(), by: by.name, reason };
    try {
      return this.#set(pulled, by, reason, true);
    } catch (error) {
      if (!(error instanceof Mt5Error) || error.code === 'LEDGER_UNAVAILABLE') throw error;
      this.#log('error', `the kill switch is on, but the audit log does not say so: ${error.message}`);
      return this.#set(pulled, by, reason, false);
    }
  }

  release(by: Actor): KillSwitch {
    return this.#set(SWITCH_OFF, by, null, true);
  }

  /** @returns what is in force: pulling it twice changes nothing */
  #set(wanted: KillSwitch, actor: Actor, reason: string | null, isAudited: boolean): KillSwitch {
    return this.#ledger.write('disk', ({ audit, touch }) => {
      const { state } = this;
      if (state.on === wanted.on) return state;
      this.#ledger.facts.killSwitch.set(wanted);
      touch('policy');
      if (isAudited)
        audit({ event: 'kill_switch', actor, account: null, request_id: null, data: { on: wanted.on, reason } });
      return wanted;
    });
  }

  /** With the ledger went the switch's own state: nothing adds risk until a person has looked. */
  #pullForLoss({ audit, touch }: Writing): void {
    const actor: Actor = { kind: 'gateway', name: 'mt5-bridge' };
    this.#ledger.facts.killSwitch.set({ on: true, since: this.#now(), by: actor.name, reason: LOST });
    touch('policy');
    audit({ event: 'kill_switch', actor, account: null, request_id: null, data: { on: true, reason: LOST } });
    this.#log('error', LOST);
  }
}

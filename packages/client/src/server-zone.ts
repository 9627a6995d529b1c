import { fixedZone, namedZone, newYorkCloseZone, offsetText, type Zone, type ZoneShift } from '@mt5-bridge/protocol';
import type { Mt5ClientOptions } from './api.ts';

/** Both clocks of the terminal at one moment, as hello and every heartbeat tell them. */
export interface TerminalClocks {
  readonly time_server_raw: number;
  readonly time_gmt_raw: number;
}

/** Offsets that exist are whole quarters of an hour; the rest is the clocks' own inaccuracy. */
const QUARTER = 15 * 60_000;

/**
 * The zone in force. A configured one stays; `auto` is judged from the terminal's clocks before anything is converted,
 * and again whenever they show another offset than the zone in force has at that moment.
 */
export class ServerZone implements ZoneShift {
  readonly #isAuto: boolean;
  readonly #log: Mt5ClientOptions['log'];
  #zone: Zone;
  #reported: number | undefined;

  /** @throws Mt5Error INVALID_PARAMS for a zone that does not exist */
  constructor(configured: string, log: Mt5ClientOptions['log']) {
    this.#isAuto = configured === 'auto';
    this.#zone = this.#isAuto ? fixedZone(0) : namedZone(configured);
    this.#log = log;
  }

  fromServer(ms: number): number {
    return this.#zone.fromServer(ms);
  }

  toServer(ms: number): number {
    return this.#zone.toServer(ms);
  }

  /** Looks at the terminal's clocks; cheap when they show what they showed before. */
  judge({ time_server_raw, time_gmt_raw }: TerminalClocks): void {
    const shown = Math.round((time_server_raw - time_gmt_raw) / QUARTER) * QUARTER;
    const expected = this.#zone.offsetAt(time_gmt_raw);
    if (shown === expected && this.#reported !== undefined) return;
    if (this.#isAuto) {
      if (shown !== expected || this.#reported === undefined) this.#adopt(recognise(shown, time_gmt_raw));
    } else if (shown !== expected && shown !== this.#reported) {
      this.#log(
        'warn',
        `The terminal's clocks show UTC${offsetText(shown)}, but server_timezone is ${this.#zone.name}.`,
      );
    }
    this.#reported = shown;
  }

  #adopt({ zone, isCertain }: { zone: Zone; isCertain: boolean }): void {
    this.#zone = zone;
    if (isCertain) this.#log('info', `Server time is ${zone.name}.`);
    else {
      this.#log(
        'warn',
        `Server time is ${zone.name} now, which is no usual rule: times of another season may be an hour off. Set server_timezone if the broker changes its clocks.`,
      );
    }
  }
}

function recognise(offset: number, utc: number): { zone: Zone; isCertain: boolean } {
  if (offset === 0) return { zone: fixedZone(0), isCertain: true };
  const newYork = newYorkCloseZone();
  if (newYork.offsetAt(utc) === offset) return { zone: newYork, isCertain: true };
  return { zone: fixedZone(offset), isCertain: false };
}

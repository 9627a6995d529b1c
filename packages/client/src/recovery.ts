import { type Clock, errorCatalog, Mt5Error } from '@mt5-bridge/protocol';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** Codes that tell of the link, not of the work: the next `up` starts all recoveries anew. */
const ofTheLink: ReadonlySet<string> = new Set(['TERMINAL_NOT_CONNECTED', 'VERSION_MISMATCH', 'CLOSED']);

/** Whether trying again may help, seen from inside: a fault of one answer may be gone in the next. */
export function mayPass(error: Mt5Error): boolean {
  return errorCatalog[error.code].retryable || error.code === 'INTERNAL' || error.code === 'BAD_REPLY';
}

/** Work that reads something anew until it succeeds: never twice at once, again when asked meanwhile. */
export class Recovery {
  readonly #clock: Clock;
  readonly #work: (isCurrent: () => boolean) => Promise<void>;
  readonly #failed: (error: Mt5Error, isFinal: boolean) => void;
  #isWanted = false;
  #isRunning = false;
  /** Tells one start from the next. */
  #turn = 0;
  #pause = FIRST_PAUSE_MS;
  #cancelPause = () => {};

  /**
   * @param work must drop what it read once `isCurrent` says no
   * @param failed hears of each failure; of final ones, which are not tried again, and of those that are
   */
  constructor(
    clock: Clock,
    work: (isCurrent: () => boolean) => Promise<void>,
    failed: (error: Mt5Error, isFinal: boolean) => void,
  ) {
    this.#clock = clock;
    this.#work = work;
    this.#failed = failed;
  }

  start(): void {
    this.stop();
    this.#isWanted = true;
    this.#pause = FIRST_PAUSE_MS;
    if (!this.#isRunning) void this.#run();
  }

  /** What is under way becomes void. */
  stop(): void {
    this.#turn++;
    this.#isWanted = false;
    this.#cancelPause();
  }

  get isWanted(): boolean {
    return this.#isWanted;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let isPausing = false;
    while (this.#isWanted && !isPausing) {
      const turn = this.#turn;
      const isCurrent = () => this.#turn === turn;
      try {
        await this.#work(isCurrent);
        if (isCurrent()) this.#isWanted = false;
      } catch (cause) {
        if (!(cause instanceof Mt5Error)) throw cause;
        if (isCurrent()) isPausing = this.#paused(cause);
      }
    }
    this.#isRunning = false;
  }

  #paused(error: Mt5Error): boolean {
    const isFinal = !mayPass(error);
    if (isFinal || ofTheLink.has(error.code)) this.#isWanted = false;
    if (!ofTheLink.has(error.code)) this.#failed(error, isFinal);
    if (!this.#isWanted) return false;
    this.#cancelPause = this.#clock.setTimer(this.#pause, () => void this.#run());
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    return true;
  }
}

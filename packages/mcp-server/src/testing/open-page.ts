import type { IncomingMessage } from 'node:http';
import type { DashboardEvents } from '../http/dashboard/contract.ts';
import { sent } from './raw-request.ts';

export interface HeardEvent<E extends keyof DashboardEvents = keyof DashboardEvents> {
  readonly event: E;
  readonly data: DashboardEvents[E];
}

/** An open page: what its stream has told so far. */
export class OpenPage {
  readonly status: number;
  readonly heard: HeardEvent[] = [];
  readonly #answer: IncomingMessage;
  readonly #waiting = new Set<() => void>();
  #rest = '';
  beats = 0;
  ended = false;

  private constructor(answer: IncomingMessage) {
    this.status = answer.statusCode ?? 0;
    this.#answer = answer;
    answer.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    answer.on('error', () => {});
    answer.on('close', () => {
      this.ended = true;
      this.#wake();
    });
  }

  static async open(url: string, proof: Readonly<Record<string, string>>, symbols = ''): Promise<OpenPage> {
    const path = `/api/events${symbols === '' ? '' : `?symbols=${symbols}`}`;
    const headers = { ...proof, connection: 'close' };
    return new OpenPage(await sent(url, { path, headers }));
  }

  get headers() {
    return this.#answer.headers;
  }

  /** Stops reading, as a page in a sleeping tab. */
  sleep(): void {
    this.#answer.pause();
  }

  wakeUp(): void {
    this.#answer.resume();
  }

  close(): void {
    this.#answer.destroy();
  }

  all<E extends keyof DashboardEvents>(event: E): DashboardEvents[E][] {
    return this.heard.filter((one) => one.event === event).map(({ data }) => data as DashboardEvents[E]);
  }

  /** The first event of that name that fits, now or later. */
  async hears<E extends keyof DashboardEvents>(
    event: E,
    fits: (data: DashboardEvents[E]) => boolean = () => true,
  ): Promise<DashboardEvents[E]> {
    let found: DashboardEvents[E] | undefined;
    await this.until(() => {
      found = this.all(event).find(fits);
      return found !== undefined;
    }, event);
    return found as DashboardEvents[E];
  }

  async until(isSo: () => boolean, what = 'it'): Promise<void> {
    while (!isSo()) {
      if (this.ended && what !== 'end') throw new Error(`the stream ended before ${what} came`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #take(text: string): void {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) this.#read(block);
    this.#wake();
  }

  #read(block: string): void {
    const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
    if (event !== undefined && data !== undefined) this.heard.push({ event, data: JSON.parse(data) } as HeardEvent);
    else if (block.startsWith(':')) this.beats++;
    else throw new Error(`not an event: ${block}`);
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

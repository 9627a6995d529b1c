import type { DashboardEvents } from '@mt5-bridge/mcp-server/dashboard';
import { until } from './wait.ts';

/** The event stream of one open page of the dashboard: what it has told so far. */
export class PageStream {
  readonly #told: { readonly event: string; readonly data: unknown }[] = [];
  readonly #end = new AbortController();
  status = 0;
  hasEnded = false;

  /** @param proof headers that show a signed-in page */
  static async open(url: string, proof: Record<string, string>, symbols = ''): Promise<PageStream> {
    const page = new PageStream();
    const response = await fetch(`${url}/api/events?symbols=${symbols}`, {
      headers: proof,
      signal: page.#end.signal,
    });
    page.status = response.status;
    void page.#read(response);
    return page;
  }

  close(): void {
    this.#end.abort();
  }

  /** All that was told under that name, oldest first. */
  all<E extends keyof DashboardEvents>(event: E): DashboardEvents[E][] {
    return this.#told.filter((one) => one.event === event).map(({ data }) => data as DashboardEvents[E]);
  }

  /** The first of that name that fits, now or later. */
  async hears<E extends keyof DashboardEvents>(
    event: E,
    fits: (data: DashboardEvents[E]) => boolean = () => true,
  ): Promise<DashboardEvents[E]> {
    await until(() => this.all(event).some(fits), `an event "${event}"`);
    return this.all(event).find(fits) as DashboardEvents[E];
  }

  async #read({ body }: Response): Promise<void> {
    let rest = '';
    try {
      for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = (rest + piece).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.#take(block);
      }
    } catch {
      // Cut off, by either side.
    }
    this.hasEnded = true;
  }

  #take(block: string): void {
    const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
    if (event !== undefined && data !== undefined) this.#told.push({ event, data: JSON.parse(data) });
  }
}

import { errorRecord } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';
import { codedError } from '../../failures.ts';
import type { HttpServices } from '../context.ts';
import { joined, type Message, problemKey } from './messages.ts';
import { Page, type PageOptions } from './page.ts';
import { quotedSymbol, Sources } from './sources.ts';
import { linkView } from './views.ts';

/** Streams that may be open at once; a browser has six for one server. */
const MOST_PAGES = 32;
/** How often it is looked whether a page still is signed in, ms. */
const LOOK_MS = 1_000;
/** Looks from one heartbeat to the next. */
const BEAT = 15;
/** A reader that took nothing for so long has gone, ms. */
const STUCK_MS = 30_000;

/**
 * What all open pages are told, read once for all of them. While no page is open nothing is observed and nothing known.
 */
export class Hub {
  readonly #services: HttpServices;
  readonly #pages = new Set<Page>();
  /** What a page that opens now begins with. */
  readonly #known = new Map<string, Message>();
  #sources: Sources | undefined;
  #cancelLook: (() => void) | undefined;
  #looks = 0;

  constructor(services: HttpServices) {
    this.#services = services;
  }

  /** @throws Mt5Error TOO_MANY_REQUESTS */
  open(options: Omit<PageOptions, 'now' | 'onClose'>): Page {
    const { clock, reads } = this.#services;
    if (this.#pages.size >= MOST_PAGES) {
      const until = clock.now() + STUCK_MS;
      throw new Mt5Error('TOO_MANY_REQUESTS', `${MOST_PAGES} pages are open.`, { details: { until } });
    }
    const page = new Page({ ...options, now: () => clock.now(), onClose: (closed) => this.#closed(closed) });
    page.put({ event: 'link', key: 'link', value: linkView(reads, clock.now()) });
    for (const message of this.#known.values()) if (this.#isFor(page, message)) page.put(message);
    this.#pages.add(page);
    this.#sources ??= this.#start();
    this.#show();
    return page;
  }

  #start(): Sources {
    this.#look();
    return new Sources(this.#services, {
      tell: (message) => {
        this.#known.delete(problemKey(message.key));
        this.#send(message);
      },
      failed: (event, key, error) => {
        const value = { event, error: errorRecord(codedError(error, this.#services.log)) };
        this.#send({ event: 'problem', key: problemKey(key), value });
      },
      held: () => this.#show(),
    });
  }

  #send(message: Message): void {
    // The link's own time would be of the past.
    if (message.event !== 'link') this.#known.set(message.key, joined(this.#known.get(message.key), message));
    for (const page of this.#pages) if (this.#isFor(page, message)) page.put(message);
  }

  /** Quotes are for who asked for them, and those of open positions for all. */
  #isFor(page: Page, message: Message): boolean {
    const symbol = quotedSymbol(message);
    return symbol === undefined || page.symbols.has(symbol) || this.#held.has(symbol);
  }

  get #held(): ReadonlySet<string> {
    return this.#sources?.held ?? new Set();
  }

  /** Watches the quotes that anybody wants, and forgets others. */
  #show(): void {
    const wanted = new Set([...this.#held, ...[...this.#pages].flatMap(({ symbols }) => [...symbols])]);
    for (const message of this.#known.values()) {
      const symbol = quotedSymbol(message);
      if (symbol !== undefined && !wanted.has(symbol)) this.#known.delete(message.key);
    }
    this.#sources?.show(wanted);
  }

  #closed(page: Page): void {
    this.#pages.delete(page);
    if (this.#pages.size > 0) {
      this.#show();
      return;
    }
    this.#sources?.close();
    this.#sources = undefined;
    this.#cancelLook?.();
    this.#known.clear();
  }

  #look(): void {
    const { clock } = this.#services;
    this.#cancelLook = clock.setTimer(LOOK_MS, () => {
      this.#look();
      this.#looks++;
      for (const page of [...this.#pages]) {
        if (page.waitsSince !== undefined && clock.now() - page.waitsSince >= STUCK_MS) page.drop();
        else if (!this.#isSignedIn(page)) page.close();
        else if (this.#looks % BEAT === 0) page.beat();
      }
    });
  }

  /** Who can't be asked about is let go: the page connects anew, and hears why. */
  #isSignedIn(page: Page): boolean {
    try {
      return page.isSignedIn;
    } catch (error) {
      codedError(error, this.#services.log);
      return false;
    }
  }
}

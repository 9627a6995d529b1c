import type { Mt5Client, Unsubscribe } from '@mt5-bridge/client';
import type { Observed } from './api.ts';

/**
 * Change notices for any number of observers. Those of one thing share one subscription of the client, which ends with
 * the last of them. `reads` tells how often a kind was asked for so far, by whomever the notices are for.
 */
export function observers(
  client: Mt5Client,
  reads: (kind: Observed['kind']) => number,
): (what: Observed, listener: () => void) => Unsubscribe {
  interface Source {
    readonly observers: Set<{ readonly listener: () => void }>;
    readonly close: Unsubscribe;
  }
  const sources = new Map<string, Source>();
  let unlink: Unsubscribe | undefined;

  function tell(told: Source['observers']): void {
    // A copy, since a listener may end itself or others.
    for (const observer of [...told]) if (told.has(observer)) observer.listener();
  }

  /** Every thing observed changes when the link is lost, regained, or leads to a terminal that started anew. */
  function watchLink(): Unsubscribe {
    let last = epochOf(client);
    return client.onLink(() => {
      const epoch = epochOf(client);
      if (epoch === last) return;
      last = epoch;
      for (const source of [...sources.values()]) tell(source.observers);
    });
  }

  /**
   * Whether what comes next is a change. The first snapshot is none, since what is read from now on is as new as it;
   * only a read that was sent before it came may be answered with something older.
   */
  function changes(kind: Observed['kind']): (isChange: boolean) => boolean {
    const readsBefore = reads(kind);
    let isFirst = true;
    return (isChange) => {
      const answer = isFirst ? reads(kind) > readsBefore : isChange;
      isFirst = false;
      return answer;
    };
  }

  function subscribe(what: Observed, changed: () => void): Unsubscribe {
    const isChange = changes(what.kind);
    const check = (isSo: boolean): void => {
      if (isChange(isSo)) changed();
    };
    switch (what.kind) {
      case 'quote':
        return followQuotes(client, what.symbol, () => check(true), changed);
      case 'book':
        return client.book(what.symbol, () => check(true));
      default: {
        const hearsFloating = hearsFloatingOf(what);
        return client.keep(what.kind, (_state, cause) => check(hearsFloating || cause !== 'floating'));
      }
    }
  }

  return (what, listener) => {
    const key = JSON.stringify([what.kind, 'symbol' in what ? what.symbol : '', hearsFloatingOf(what)]);
    let source = sources.get(key);
    if (source === undefined) {
      const told: Source['observers'] = new Set();
      source = { observers: told, close: subscribe(what, () => tell(told)) };
      sources.set(key, source);
      unlink ??= watchLink();
    }
    const { observers: told, close } = source;
    const observer = { listener };
    told.add(observer);
    return () => {
      if (!told.delete(observer) || told.size > 0) return;
      sources.delete(key);
      close();
      if (sources.size > 0) return;
      unlink?.();
      unlink = undefined;
    };
  };
}

const hearsFloatingOf = (what: Observed): boolean => 'floating' in what && what.floating === true;

const epochOf = ({ link }: Mt5Client): number | undefined => (link.state === 'up' ? link.hello.epoch : undefined);

/** Quotes end when the terminal refuses the symbol; the next connection may lead to a broker that has it. */
function followQuotes(client: Mt5Client, symbol: string, next: () => void, failed: () => void): Unsubscribe {
  const end = new AbortController();
  const quotes = client.quotes(symbol, { signal: end.signal });
  let isFollowing = false;

  async function follow(): Promise<void> {
    if (isFollowing) return;
    isFollowing = true;
    try {
      for await (const _quote of quotes) next();
    } catch {
      // Whoever reads the quote now is told why there is none.
      failed();
    }
    isFollowing = false;
  }

  void follow();
  const leave = client.onLink(({ state }) => {
    if (state === 'up') void follow();
  });
  return () => {
    leave();
    end.abort();
  };
}

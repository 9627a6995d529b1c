import type { Zone } from './zone.ts';

/** A stretch of time with one offset: `from` inclusive, `to` exclusive, in UTC and as the server's clock shows it. */
interface Stretch {
  readonly offset: number;
  readonly utcFrom: number;
  readonly utcTo: number;
  readonly serverFrom: number;
  readonly serverTo: number;
}

const SECOND = 1_000;
const WEEK = 604_800_000;
/** For what is no instant that the wire can carry: it stays as it is, and the field that holds it refuses it. */
const nowhere: Stretch = { offset: 0, utcFrom: 0, utcTo: 0, serverFrom: 0, serverTo: 0 };

/**
 * A zone whose offset changes, given as a (slow) function of UTC. Stretches are found once a year of the calendar by
 * looking at every week, then kept; the one used last is tried first, so a million ticks of one season cost two
 * comparisons each.
 *
 * Where the server's clock is set back, an hour is shown twice: it is read as the first of the two. Where it is set
 * forward, an hour is never shown: a time within it is read with the offset before the change.
 */
export function changingZone(name: string, offsetOf: (utc: number) => number): Zone {
  const years = new Map<number, readonly Stretch[]>();
  let last = nowhere;

  function stretchesOf(year: number): readonly Stretch[] {
    let found = years.get(year);
    if (found === undefined) {
      found = split(Date.UTC(year), Date.UTC(year + 1), offsetOf);
      years.set(year, found);
    }
    return found;
  }

  function search(time: number, fits: (stretch: Stretch) => boolean): Stretch {
    const year = new Date(time).getUTCFullYear();
    if (!(year >= 1969 && year <= 10_000)) return nowhere;
    // A server's new year lies within a day of UTC's.
    for (const near of [year, year - 1, year + 1]) {
      const found = stretchesOf(near).find(fits);
      if (found !== undefined) return found;
    }
    return nowhere;
  }

  function at(utc: number): Stretch {
    if (utc >= last.utcFrom && utc < last.utcTo) return last;
    last = search(utc, (stretch) => utc >= stretch.utcFrom && utc < stretch.utcTo);
    return last;
  }

  return {
    name,
    offsetAt: (utc) => at(utc).offset,
    toServer: (utc) => utc + at(utc).offset,
    fromServer(server) {
      if (server < last.serverFrom || server >= last.serverTo) {
        last = search(server, (stretch) => server >= stretch.serverFrom && server < stretch.serverTo);
      }
      return server - last.offset;
    },
  };
}

function split(from: number, to: number, offsetOf: (utc: number) => number): Stretch[] {
  const stretches: Stretch[] = [];
  let start = from;
  let offset = offsetOf(from);
  let before = offsetOf(from - SECOND);
  const close = (end: number, after: number): void => {
    stretches.push({
      offset,
      utcFrom: start,
      utcTo: end,
      serverFrom: start + Math.max(before, offset),
      serverTo: end + Math.max(offset, after),
    });
    [start, before, offset] = [end, offset, after];
  };
  for (let known = from; known < to; ) {
    const probe = Math.min(known + WEEK, to);
    const after = offsetOf(probe);
    if (after === offset) known = probe;
    else {
      known = changeBetween(known, probe, offsetOf);
      close(known, offsetOf(known));
    }
  }
  if (start < to) close(to, offset);
  return stretches;
}

/** The second at which the offset stops being that of `known`; it differs at `later`. */
function changeBetween(known: number, later: number, offsetOf: (utc: number) => number): number {
  const offset = offsetOf(known);
  let [low, high] = [known / SECOND, later / SECOND];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetOf(middle * SECOND) === offset) low = middle;
    else high = middle;
  }
  return high * SECOND;
}

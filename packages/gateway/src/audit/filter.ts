import type { AuditFilter, AuditRecord } from '../api.ts';

export function matches(record: AuditRecord, filter: Omit<AuditFilter, 'count'>): boolean {
  const time = Date.parse(record.ts);
  return (
    (filter.after === undefined || record.seq > filter.after) &&
    (filter.before === undefined || record.seq < filter.before) &&
    (filter.event === undefined || record.event === filter.event) &&
    (filter.request_id === undefined || record.request_id === filter.request_id) &&
    (filter.profile === undefined || [record.actor.profile, record.data.profile].includes(filter.profile)) &&
    (filter.from === undefined || time >= filter.from) &&
    (filter.to === undefined || time <= filter.to) &&
    (filter.symbol === undefined || [...valuesOf(record.data, 'symbol')].includes(filter.symbol))
  );
}

/** What stands under a key at any depth, the outermost first. */
export function* valuesOf(data: Readonly<Record<string, unknown>>, key: string): Generator<unknown> {
  let level: object[] = [data];
  while (level.length > 0) {
    for (const one of level) if (Object.hasOwn(one, key)) yield (one as Record<string, unknown>)[key];
    level = level.flatMap((one) => Object.values(one).filter((item) => typeof item === 'object' && item !== null));
  }
}

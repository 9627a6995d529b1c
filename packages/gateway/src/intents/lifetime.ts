import type { OrderTime, SymbolInfo } from '@mt5-bridge/protocol';
import { invalid } from './numbers.ts';

/** How long a pending order waits; `expiration` in ms UTC, whole seconds as MT5 keeps them. */
export interface Lifetime {
  readonly type_time: OrderTime;
  readonly expiration: number | null;
}

export interface AskedLifetime {
  readonly time_in_force?: OrderTime | undefined;
  readonly expiration?: number | null | undefined;
}

const isDated = (kind: OrderTime): boolean => kind === 'specified' || kind === 'specified_day';

/**
 * A date alone means `specified`; nothing at all means until cancelled, or the day where the symbol knows no other.
 * @throws Mt5Error INVALID_PARAMS
 */
export function lifetimeOf(asked: AskedLifetime, info: SymbolInfo, now: number): Lifetime {
  const { expiration = null } = asked;
  const type_time = asked.time_in_force ?? (expiration === null ? byDefault(info) : 'specified');
  if (!info.expiration_mode.includes(type_time)) {
    const allowed = info.expiration_mode;
    const names = allowed.join(', ') || 'none';
    throw invalid('time_in_force', `${type_time} is not allowed for ${info.name}; allowed: ${names}`, { allowed });
  }
  if (!isDated(type_time)) {
    if (expiration === null) return { type_time, expiration };
    throw invalid('expiration', `does not go with time_in_force ${type_time}`);
  }
  if (expiration === null) throw invalid('expiration', `is needed with time_in_force ${type_time}`);
  if (!Number.isFinite(expiration)) throw invalid('expiration', `must be a time, got ${expiration}`);
  if (expiration <= now) {
    const times = { expiration: iso(expiration), terminal_time: iso(now) };
    throw invalid('expiration', 'must be in the future, by the clock of the terminal', times);
  }
  return { type_time, expiration: Math.floor(expiration / 1_000) * 1_000 };
}

function byDefault({ name, expiration_mode }: SymbolInfo): OrderTime {
  const kind = (['gtc', 'day'] as const).find((one) => expiration_mode.includes(one));
  if (kind !== undefined) return kind;
  throw invalid('expiration', `is needed: orders of ${name} cannot wait without one`, { allowed: expiration_mode });
}

const iso = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms));

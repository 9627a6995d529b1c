import type { ErrorCode } from '@mt5-bridge/protocol';
import type { Limits, Refusal, Situation, Value } from '../api.ts';
import type { Assessed } from '../assess/index.ts';
import { type Decimal, figure, roundedUp } from '../decimal.ts';

/** What stands against a command by one rule; undefined = nothing. */
export type Rule = (assessed: Assessed, situation: Situation, now: number) => Refusal | undefined;

interface Cause {
  readonly code: ErrorCode;
  readonly limit: string;
  readonly configured?: Value;
  readonly attempted?: Value;
  readonly resets_at?: number | null;
  /** A whole sentence. */
  readonly message: string;
}

const LAST_DATE = 8.64e15;

export function refuse({
  code,
  limit,
  configured = null,
  attempted = null,
  resets_at = null,
  message,
}: Cause): Refusal {
  const isDate = resets_at !== null && Math.abs(resets_at) <= LAST_DATE;
  return {
    code,
    limit,
    configured,
    attempted,
    resets_at: isDate ? resets_at : null,
    message: isDate ? `${message} It resets at ${new Date(resets_at).toISOString()}.` : message,
  };
}

/** Something that a rule needs is not known. */
export function missing(limit: string, configured: Value, what: string): Refusal {
  return refuse({ code: 'DATA_MISSING', limit, configured, message: `${what} not known, and ${limit} needs it.` });
}

/** Keys of limits that are numbers: 0 switches them off. */
export type NumericLimit = { [K in keyof Limits]: Limits[K] extends number ? K : never }[keyof Limits];

export const isOff = (limit: number): boolean => limit === 0;

interface Cap {
  readonly code: ErrorCode;
  readonly limit: NumericLimit;
  /** What it would come to; undefined = not known. */
  readonly attempted: Decimal | undefined;
  /** What it is that is not known, as the start of a sentence: "The day's loss is". */
  readonly unknown: string;
  /** With the amount, as the start of a sentence. */
  readonly says: (amount: string) => string;
  /** After an amount: " USD", "%". */
  readonly unit?: string;
  /** Digits that amounts are told with. */
  readonly digits?: number;
  /** `below`: reaching the limit is already too much. */
  readonly allows?: 'below';
  readonly resets_at?: number;
}

/** A limit that an amount must not exceed. Only an amount that is known to be within it passes. */
export function cap({ rules }: Situation, { limit, attempted, unit = '', digits, ...rest }: Cap): Refusal | undefined {
  const configured = rules.limits[limit];
  if (isOff(configured)) return undefined;
  if (attempted === undefined) return missing(limit, configured, rest.unknown);
  const holds = rest.allows === 'below' ? attempted.lt(configured) : attempted.lte(configured);
  if (holds) return undefined;
  return refuse({
    code: rest.code,
    limit,
    configured,
    attempted: roundedUp(attempted, digits).toNumber(),
    resets_at: rest.resets_at ?? null,
    message: `${rest.says(`${figure(attempted, digits)}${unit}`)}; ${limit} is ${figure(configured)}${unit}.`,
  });
}

/** How amounts of money are told: rounded up to the cent. */
export function money({ snapshot }: Situation): { readonly unit: string; readonly digits: number } {
  return { unit: ` ${snapshot.account.currency}`, digits: 2 };
}

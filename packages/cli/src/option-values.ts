import { SCOPES, type Scope } from '@mt5-bridge/gateway/api';
import { InvalidArgumentError } from 'commander';

/** How many times faster than recorded the market runs; `max` = as fast as it can. */
export type Speed = number | 'max';

export function parseSpeed(text: string): Speed {
  if (text === 'max') return text;
  const speed = Number(text);
  if (!(speed > 0 && speed <= 1_000_000)) {
    throw new InvalidArgumentError('Give a number above 0, as in 10 or 0.5, or max.');
  }
  return speed;
}

export function parseSeed(text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > 0xffff_ffff) {
    throw new InvalidArgumentError('Give a whole number from 0 to 4294967295.');
  }
  return Number(text);
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Give a whole number of at least 1.');
  return Number(text);
}

export function parseLogin(text: string): bigint {
  if (!/^[1-9]\d{0,18}$/.test(text)) throw new InvalidArgumentError('Give the number of the account.');
  return BigInt(text);
}

export function parseScopes(text: string): Scope[] {
  return text.split(',').map((word) => {
    const scope = SCOPES.find((name) => name === word.trim());
    if (scope === undefined) throw new InvalidArgumentError(`Scopes are ${SCOPES.join(', ')}, with commas.`);
    return scope;
  });
}

/** @returns ms UTC */
export function parseInstant(text: string): number {
  const time = /^\d{4}-\d\d-\d\d(?:$|T.*Z$)/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new InvalidArgumentError('Give ISO 8601 UTC, as in 2026-07-13T12:00:00Z or 2026-07-13.');
  return time;
}

export function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`That is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidArgumentError('Give an object, as in {"symbol":"EURUSD"}.');
  }
  return value as Readonly<Record<string, unknown>>;
}

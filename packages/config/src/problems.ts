import { closestMatch } from 'leven';
import type { z } from 'zod';
import type { ConfigProblem } from './errors.ts';
import { CONFIG_KEYS, CONFIG_SECTIONS, type ConfigKey, written } from './keys.ts';
import type { TomlPath } from './toml-positions.ts';

/** A problem without its place. */
type Described = Omit<ConfigProblem, 'file' | 'line' | 'column'>;

/** Something wrong at `path`, put in words only when it is to be shown. */
export interface Finding {
  readonly path: TomlPath;
  readonly describe: () => Described;
}

/** What the schema has against `raw`. A strict object names its unknown keys in one issue; here each is one finding. */
export function findings(issues: readonly z.core.$ZodIssue[], raw: unknown): Finding[] {
  return issues.flatMap((issue) => {
    const { path } = issue;
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => ({ path: [...path, name], describe: () => unknownKey(path, name) }))
      : [{ path, describe: () => wrongValue(issue, rawAt(raw, path)) }];
  });
}

function rawAt(raw: unknown, path: TomlPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)[step], raw);
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** As TOML would write it: a name of other characters than a bare key's is quoted, and an endless one cut. */
function dotted(path: TomlPath): string {
  const names = path.map((step) => shortened(String(step)));
  return names.map((name) => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name))).join('.');
}

function closest(word: string, candidates: readonly string[]): string | undefined {
  const byLowerCase = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]));
  const target = shortened(word).toLowerCase();
  const match = closestMatch(target, [...byLowerCase.keys()], { maxDistance: Math.ceil(target.length / 3) });
  return match && byLowerCase.get(match);
}

function unknownKey(parent: TomlPath, name: string): Described {
  const section = parent.join('.');
  const known = [...CONFIG_SECTIONS, ...CONFIG_KEYS.map((key) => key.path)];
  const siblings = known
    .filter((path) => path.slice(0, Math.max(0, path.lastIndexOf('.'))) === section)
    .map((path) => path.slice(path.lastIndexOf('.') + 1));
  const sibling = closest(name, siblings);
  const meant =
    known.find((path) => path.endsWith(`.${name}`)) ??
    (sibling === undefined ? undefined : dotted([...parent, sibling]));
  const key = dotted([...parent, name]);
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    key,
    message: `Unknown key ${key}.`,
    what_to_do: meant
      ? `Did you mean ${meant}?`
      : `Remove it; ${section === '' ? 'the sections are' : `[${section}] has`} ${siblings.join(', ')}.`,
  };
}

function wrongValue(issue: z.core.$ZodIssue, found: unknown): Described {
  const path = issue.path.filter((step) => typeof step === 'string').join('.');
  const key = CONFIG_KEYS.find((candidate) => candidate.path === path);
  const finding = { code: 'CONFIG_INVALID_VALUE', key: path } as const;
  if (!key) {
    return {
      ...finding,
      message: `${path} is a section, not a value; found ${described(found)}.`,
      what_to_do: `Write [${path}] on a line of its own, and the section's keys below it.`,
    };
  }
  const advice = issue.code === 'custom' ? issue.params?.what_to_do : undefined;
  if (typeof advice === 'string') return { ...finding, message: `${path} ${issue.message}.`, what_to_do: advice };
  const meant = typeof found === 'string' ? closest(found, key.candidates?.() ?? []) : undefined;
  return {
    ...finding,
    message: `${path} must be ${key.allowed}${key.unit ? ` (${key.unit})` : ''}; found ${described(found, key)}.`,
    what_to_do: meant
      ? `Did you mean ${JSON.stringify(meant)}?`
      : `Correct it, or leave it out for ${key.by_preset ? 'the value of policy.preset' : `the default (${written(key.default)})`}.`,
  };
}

/**
 * The value itself only where its type is right: what stands in the wrong place may be a password, and an address may
 * carry one.
 */
function described(found: unknown, key?: ConfigKey): string {
  if (found instanceof Date) return 'a date or time';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'a section';
  if (typeof found === 'boolean') return String(found);
  if (typeof found === 'string') {
    if (found === '') return 'an empty text';
    if (typeof key?.default !== 'string' || key.secret) return 'text in quotes';
    return JSON.stringify(shortened(found.replace(/\/\/.*@/s, '//…@')));
  }
  return typeof key?.default === 'number' || typeof key?.default === 'bigint' ? String(found) : 'a number';
}

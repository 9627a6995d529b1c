import { closestMatch } from 'leven';
import type { z } from 'zod';
import type { ConfigProblem } from './errors.ts';
import { SECTION_NAME_ALLOWED } from './key-facts.ts';
import { CONFIG_KEYS, CONFIG_SECTIONS, type ConfigKey, ENTRY_KEYS, NAME, written } from './keys.ts';
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
  const found = issues.flatMap((issue) => {
    const { path } = issue;
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => ({ path: [...path, name], describe: () => unknownKey(path, name) }))
      : [{ path, describe: () => wrongValue(issue, rawAt(raw, path)) }];
  });
  return [...found, ...passedOver(raw)];
}

/** The schema does not look at a section of this name. */
const UNSEEN = '__proto__';

function passedOver(raw: unknown): Finding[] {
  const parents = SECTIONS.filter((section) => section.endsWith(`.${NAME}`)).map((section) => section.split('.'));
  return parents
    .map((steps) => [...steps.slice(0, -1), UNSEEN])
    .filter((path) => Object.hasOwn(Object(rawAt(raw, path.slice(0, -1))), UNSEEN))
    .map((path) => ({ path, describe: () => wrongName(dotted(path)) }));
}

function wrongName(key: string): Described {
  return {
    code: 'CONFIG_INVALID_VALUE',
    key,
    message: `${key} is no name that a section can have.`,
    what_to_do: `Name it with ${SECTION_NAME_ALLOWED}.`,
  };
}

const KEYS = [...CONFIG_KEYS, ...ENTRY_KEYS];
const SECTIONS = [...CONFIG_SECTIONS, ...ENTRY_KEYS.map(({ section }) => section)];

/** A path as the keys have it: without places in lists, and {@link NAME} for a name of the file's own. */
function general(path: TomlPath): string {
  return path
    .filter((step) => typeof step === 'string')
    .reduce((above, step) => {
      const parts = above === '' ? '' : `${above}.`;
      return SECTIONS.includes(`${parts}${NAME}`) ? `${parts}${NAME}` : `${parts}${step}`;
    }, '');
}

function rawAt(raw: unknown, path: TomlPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], raw);
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/**
 * As TOML would write it: a name of other characters than a bare key's is quoted, and an endless one cut. The line says
 * which entry of a list it is.
 */
function dotted(path: TomlPath): string {
  const names = path.filter((step) => typeof step === 'string').map(shortened);
  return names.map((name) => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name))).join('.');
}

function closest(word: string, candidates: readonly string[]): string | undefined {
  const byLowerCase = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]));
  const target = shortened(word).toLowerCase();
  const match = closestMatch(target, [...byLowerCase.keys()], { maxDistance: Math.ceil(target.length / 3) });
  return match && byLowerCase.get(match);
}

function unknownKey(parent: TomlPath, name: string): Described {
  const section = general(parent);
  const known = [...SECTIONS, ...KEYS.map((key) => key.path)];
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
      : `Remove it; ${section === '' ? 'the sections are' : `[${dotted(parent)}] has`} ${siblings.join(', ')}.`,
  };
}

function wrongValue(issue: z.core.$ZodIssue, found: unknown): Described {
  const path = dotted(issue.path);
  const key = KEYS.find((candidate) => candidate.path === general(issue.path));
  const finding = { code: 'CONFIG_INVALID_VALUE', key: path } as const;
  if (issue.code === 'invalid_key') return wrongName(path);
  if (!key) {
    return {
      ...finding,
      message: `${path} is a section, not a value; found ${described(found)}.`,
      what_to_do: `Write [${path}] on a line of its own, and the section's keys below it.`,
    };
  }
  const advice = issue.code === 'custom' ? issue.params?.what_to_do : undefined;
  if (typeof advice === 'string') return { ...finding, message: `${path} ${issue.message}.`, what_to_do: advice };
  if (found === undefined) {
    const what_to_do = `Add it: ${key.allowed}${key.unit ? ` (${key.unit})` : ''}.`;
    return { ...finding, message: `${path} is missing.`, what_to_do };
  }
  const meant = typeof found === 'string' ? closest(found, key.candidates?.() ?? []) : undefined;
  return {
    ...finding,
    message: `${path} must be ${key.allowed}${key.unit ? ` (${key.unit})` : ''}; found ${described(found, key)}.`,
    what_to_do: meant ? `Did you mean ${JSON.stringify(meant)}?` : `Correct it${withoutIt(key)}.`,
  };
}

function withoutIt({ unset, default: value }: ConfigKey): string {
  switch (unset) {
    case 'default':
      return `, or leave it out for the default (${written(value)})`;
    case 'preset':
      return ', or leave it out for the value of policy.preset';
    case 'nothing':
      return ', or leave it out for none';
    case 'refused':
      return '';
  }
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

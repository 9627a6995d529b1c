import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CONFIG_KEYS, type ConfigKey, PRESET_NAMES, PRESETS, parseConfig, policyOf } from './index.ts';
import { CONFIG_SECTIONS, ENTRY_KEYS, written } from './keys.ts';

const EFFECTS = { at_once: 'within a second of a save', restart: 'after a restart', none: 'never' } as const;

const HEAD = `# Configuration

One TOML file; \`mt5-bridge config path\` says where, \`config init\` writes one with every default, and \`config check\` says
what a file means, its policy in sentences included. Without a file the defaults below are in force.

- The file is looked at all the time: a save counts within a second, but for the keys that need a restart. An edit that
  can't be used (not TOML, an unknown key, a wrong value, a file that is gone) is reported with its line and changes
  nothing: the last good configuration stays in force.
- Amounts are in account currency and may stand in quotes. Of the limits in \`[policy]\`, 0, \`false\` and \`[]\` are off.
- A key of \`[policy]\` that the file doesn't set takes the value of \`policy.preset\`.
- The files of mt5-trading-mcp 1.x are taken as they are. What has no counterpart here is accepted and has no effect. A
  limit that such a file doesn't name is off there; here the preset has it, and \`preset = "open"\` makes it off here too.
  Its audit log is of another kind: where \`audit.path\` names one that it has written, move that file away first.
- A save counts for the next order, and for those that wait for approval: they are judged again when they are approved.

[examples/config](../examples/config) has files to begin with.
`;

const PROFILES = `One section for each strategy, under a name of yours; a token can be bound to it (\`mt5-bridge token create\`). Its limits
count for its own positions, orders and requests, besides those that bind the account: the stricter one decides. Its
orders carry its magic number, by which its positions and its profit are known; nobody else may send an order that
carries it. Of approvals, outcomes and the audit log its tokens see their own. A profile that is taken out of the file
ends what its tokens may do, and what waits for approval of theirs.`;

const cell = (value: unknown): string => (value === '' ? '(empty)' : `\`${written(value)}\``).replaceAll('|', '\\|');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const UNSET = { default: 'none', preset: 'as the preset', nothing: 'none', refused: '(needed)' } as const;

function row(key: ConfigKey): string[] {
  const value = key.unset === 'default' && key.effect !== 'none' ? cell(key.default) : UNSET[key.unset];
  const allowed = `${key.allowed}${key.unit ? ` (${key.unit})` : ''}`;
  const meaning = `${key.description}${key.env ? ` \`${key.env}\` overrides it.` : ''}`;
  return [`\`${key.name}\``, value, allowed, EFFECTS[key.effect], meaning].map((text) => text.replaceAll('\n', ' '));
}

function sectionOf(name: string): string {
  const keys = CONFIG_KEYS.filter((key) => key.section === name);
  if (keys.length === 0) return '';
  const lists = Map.groupBy(
    ENTRY_KEYS.filter(({ section }) => section.startsWith(`${name}.`)),
    ({ section }) => section,
  );
  return [
    `## [${name}]\n`,
    ...(name in ABOUT ? [`${ABOUT[name]}\n`] : []),
    tableOf(keys),
    ...[...lists].map(([list, entries]) => `\n### [[${list}]]\n\n${tableOf(entries)}`),
    '',
  ].join('\n');
}

const tableOf = (keys: readonly ConfigKey[]): string =>
  table(['key', 'default', 'allowed', 'a change counts', 'meaning'], keys.map(row));

/** What the keys of a section alone do not say. */
const ABOUT: Readonly<Record<string, string>> = {
  'profiles.NAME': PROFILES,
};

function presets(): string {
  const values = PRESET_NAMES.map((preset) => policyOf(parseConfig(`policy.preset = "${preset}"`, preset).config));
  const keys = CONFIG_KEYS.filter((key) => key.unset === 'preset');
  const rows = keys.map(({ name }) => [`\`${name}\``, ...values.map((value) => cell(Reflect.get(value, name)))]);
  return `## Presets

- \`watch\`: only reads; the tools that trade are not there.
- \`guarded\`: for a first demo account, and the default.
- \`prop-firm\`: everything that adds risk asks a person, the limits stop well before a usual 5 % a day and 10 % in all, and
  only positions with its own magic number are touched.
- \`open\`: every limit off, asking included. A real account needs \`[live]\` even so.

${table(['key', ...PRESET_NAMES.map((name) => `\`${name}\``)], rows)}
`;
}

it('is docs/configuration.md (vitest run packages/config/src/reference.test.ts --update writes it)', async () => {
  const document = [HEAD, presets(), ...CONFIG_SECTIONS.map(sectionOf)].filter((part) => part !== '').join('\n');
  const file = fileURLToPath(new URL('../../../docs/configuration.md', import.meta.url));
  await expect(document).toMatchFileSnapshot(file);
  expect(Object.keys(PRESETS).every((preset) => document.includes(`\`${preset}\`:`))).toBe(true);
});

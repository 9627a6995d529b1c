import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CONFIG_KEYS, type ConfigKey, PRESET_NAMES, PRESETS, parseConfig, policyOf } from './index.ts';
import { CONFIG_SECTIONS, written } from './keys.ts';

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

const cell = (value: unknown): string => (value === '' ? '(empty)' : `\`${written(value)}\``).replaceAll('|', '\\|');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function row(key: ConfigKey): string[] {
  const value = key.by_preset ? 'as the preset' : key.effect === 'none' ? 'none' : cell(key.default);
  const allowed = `${key.allowed}${key.unit ? ` (${key.unit})` : ''}`;
  const meaning = `${key.description}${key.env ? ` \`${key.env}\` overrides it.` : ''}`;
  return [`\`${key.name}\``, value, allowed, EFFECTS[key.effect], meaning].map((text) => text.replaceAll('\n', ' '));
}

function sectionOf(name: string): string {
  const keys = CONFIG_KEYS.filter((key) => key.section === name);
  if (keys.length === 0) return '';
  return `## [${name}]\n\n${table(['key', 'default', 'allowed', 'a change counts', 'meaning'], keys.map(row))}\n`;
}

function presets(): string {
  const values = PRESET_NAMES.map((preset) => policyOf(parseConfig(`policy.preset = "${preset}"`, preset).config));
  const keys = CONFIG_KEYS.filter((key) => key.by_preset);
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

it('is docs/configuration.md (vitest -u writes it)', async () => {
  const document = [HEAD, presets(), ...CONFIG_SECTIONS.map(sectionOf)].filter((part) => part !== '').join('\n');
  const file = fileURLToPath(new URL('../../../docs/configuration.md', import.meta.url));
  await expect(document).toMatchFileSnapshot(file);
  expect(Object.keys(PRESETS).every((preset) => document.includes(`\`${preset}\`:`))).toBe(true);
});

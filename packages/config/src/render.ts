import { stringify, type TomlTable } from 'smol-toml';
import { CONFIG_KEYS, CONFIG_SECTIONS, type ConfigKey, NAME } from './keys.ts';

const HEAD = `# The configuration of mt5-bridge. Every value below is the default; a line may be changed or removed.
# Lines such as #max_lots_per_trade = 1 show what the preset says: without the # they count in its place.
# Sections such as #[profiles.NAME] are none by default; the name is yours.
# A save counts within a second, except where a restart is needed. A broken edit is reported and changes nothing.
`;

/** A commented TOML file with the default of each key that has an effect. */
export function renderDefaults(): string {
  return [HEAD, ...CONFIG_SECTIONS.flatMap(renderSection)].join('\n');
}

function renderSection(section: string): string[] {
  const keys = CONFIG_KEYS.filter((key) => key.section === section && key.effect !== 'none');
  if (keys.length === 0) return [];
  const isNamed = section.endsWith(`.${NAME}`);
  return [`${isNamed ? '#' : ''}[${section}]`, ...keys.map((key) => renderKey(key, isNamed || key.unset === 'preset'))];
}

function renderKey(key: ConfigKey, isComment: boolean): string {
  const { name, description, allowed, unit, effect, env, default: value } = key;
  const facts = [
    `${allowed.charAt(0).toUpperCase()}${allowed.slice(1)}${unit ? ` (${unit})` : ''}.`,
    ...(effect === 'restart' ? ['Needs a restart.'] : []),
    ...(env ? [`${env} overrides it.`] : []),
  ];
  return `# ${description}\n# ${facts.join(' ')}\n${isComment ? '#' : ''}${stringify({ [name]: value } as TomlTable)}`;
}

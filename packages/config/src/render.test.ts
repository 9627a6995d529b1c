import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, DEFAULT_CONFIG, parseConfig, policyOf, renderDefaults } from './index.ts';
import { NAME } from './keys.ts';

const example = (name: string) => fileURLToPath(new URL(`../../../examples/config/${name}`, import.meta.url));
const inForce = CONFIG_KEYS.filter((key) => key.effect !== 'none');

describe('CONFIG_KEYS', () => {
  it.each(CONFIG_KEYS.map((key) => [key.path, key]))('%s is described in one line', (_, key) => {
    expect(key.description).toMatch(/^[A-Z].{10,130}\.$/);
    expect(key.allowed).not.toBe('');
    expect(key.name.endsWith('_ms')).toBe(key.unit === 'ms');
  });
});

describe('renderDefaults', () => {
  it('loads again to the defaults, with every key that has an effect and a value of its own', () => {
    const { config, origins } = parseConfig(renderDefaults(), 'config.toml');
    expect(config).toEqual(DEFAULT_CONFIG);
    expect([...origins.keys()]).toEqual(
      inForce.filter((key) => key.unset === 'default' && !key.path.includes(NAME)).map((key) => key.path),
    );
  });

  it('shows what the preset says, ready to be changed', () => {
    const { config, origins } = parseConfig(renderDefaults().replaceAll(/^#(?! )/gm, ''), 'config.toml');
    expect(policyOf(config)).toEqual(policyOf(DEFAULT_CONFIG));
    expect([...origins.keys()]).toEqual(inForce.map((key) => key.path));
  });

  it('is examples/config/default.toml (vitest run packages/config/src/render.test.ts --update writes it)', async () => {
    await expect(renderDefaults()).toMatchFileSnapshot(example('default.toml'));
  });
});

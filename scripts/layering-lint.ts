// Writes layering.biome.json, the arrows as lint rules; with --check says whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Arrows, arrows } from './arrows.ts';

/** Every package of this workspace, whatever its door. */
const ours = ['mt5-bridge', 'mt5-bridge/**', '@mt5-bridge/**'];

/** The Biome configuration that holds the arrows, for the packages that lie under `root`. */
export function layeringLint(root: string, { packages, exceptions, onlyIn }: Arrows): string {
  const doors = (room: string): string[] => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', room, 'package.json'), 'utf8'));
    return Object.keys(manifest.exports ?? {}).map((door) => manifest.name + door.slice(1));
  };
  const rule = (files: string, room: string, may: readonly string[]) => {
    const kept = Object.keys(onlyIn).filter((dependency) => onlyIn[dependency] !== room);
    const group = [
      ...ours,
      ...[room, ...may].flatMap(doors).map((door) => `!${door}`),
      ...kept.flatMap((dependency) => [dependency, `${dependency}/**`]),
    ];
    const reach = may.length > 0 ? `only ${may.join(', ')}` : 'no other package';
    const message = `${room} may import ${reach}, and packages only by their doors: scripts/arrows.ts`;
    const options = { patterns: [{ group, message }] };
    return { includes: [files], linter: { rules: { style: { noRestrictedImports: { level: 'error', options } } } } };
  };
  const overrides = [
    ...Object.entries(packages).map(([room, may]) => rule(`packages/${room}/**`, room, may)),
    ...exceptions.map(({ file, may }) => {
      const room = file.split('/')[1] ?? '';
      return rule(file, room, [...(packages[room] ?? []), may]);
    }),
  ];
  return `${JSON.stringify({ overrides }, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '..');
  const file = join(import.meta.dirname, 'layering.biome.json');
  const text = layeringLint(root, arrows);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error('scripts/layering.biome.json is out of date; npm run generate writes it anew.');
    process.exitCode = 1;
  }
}

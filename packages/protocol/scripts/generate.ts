/**
 * Writes protocol.json, the wire's contract for readers in any language, from the registry in src/.
 * `--check` writes nothing and fails when the file differs from what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { contract } from '../src/contract.ts';

const LINE_WIDTH = 140;

/** JSON with each value on one line that fits there, so that a changed field is a changed line. */
function lines(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const items = Object.entries(value).map(([key, item]) =>
    isList ? lines(item, deeper) : `${JSON.stringify(key)}: ${lines(item, deeper)}`,
  );
  const [open, close] = isList ? ['[', ']'] : ['{ ', ' }'];
  const flat = items.length === 0 ? `${open}${close}`.replaceAll(' ', '') : `${open}${items.join(', ')}${close}`;
  if (indent.length + flat.length <= LINE_WIDTH && !flat.includes('\n')) return flat;
  return `${open.trim()}\n${deeper}${items.join(`,\n${deeper}`)}\n${indent}${close.trim()}`;
}

const file = new URL('../protocol.json', import.meta.url);
const wanted = `${lines(contract())}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted);
} else if (readFileSync(file, 'utf8') !== wanted) {
  process.stderr.write('packages/protocol/protocol.json is not what src/ says. Run: npm run generate\n');
  process.exitCode = 1;
}

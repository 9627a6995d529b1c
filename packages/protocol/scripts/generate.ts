/**
 * Writes what follows from the registry in src/: protocol.json, the wire's contract for readers in any language,
 * docs/wire.md, the same for people, and the expert advisor's side of it in MQL5.
 * `--check` writes nothing and fails when a file differs from what would be written.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { contract } from '../src/contract.ts';
import { constants } from './mql5-constants.ts';
import { handlerFiles, handlers } from './mql5-handlers.ts';
import { messages } from './mql5-messages.ts';
import { wireDocument } from './wire-document.ts';

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

/** An MQL5 header of generated text. */
function header(guard: string, includes: readonly string[], body: readonly string[]): string {
  return [
    '//--- Generated from packages/protocol by `npm run generate`: what is changed here is lost.',
    `#ifndef ${guard}`,
    `#define ${guard}`,
    ...includes.map((name) => `#include "${name}"`),
    '',
    ...body,
    '',
    `#endif // ${guard}`,
    '',
  ].join('\n');
}

const files: Readonly<Record<string, string>> = {
  'packages/protocol/protocol.json': `${lines(contract())}\n`,
  'docs/wire.md': wireDocument(),
  'mql5/Include/Mt5Bridge/Protocol.mqh': header('MT5BRIDGE_PROTOCOL_MQH', [], constants()),
  'mql5/Include/Mt5Bridge/Handlers.mqh': header('MT5BRIDGE_HANDLERS_MQH', handlerFiles(), handlers()),
  'mql5/Include/Mt5Bridge/Messages.mqh': header('MT5BRIDGE_MESSAGES_MQH', ['Fields.mqh', 'MsgWriter.mqh'], messages()),
};

const root = new URL('../../../', import.meta.url);
for (const [path, wanted] of Object.entries(files)) {
  const file = new URL(path, root);
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`${path} is not what packages/protocol/src says. Run: npm run generate\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, wanted);
    process.stdout.write(`${path} renewed\n`);
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

// The clients that setup does not know. How their files look follows their documentation; what they start is what the
// others start, whose examples setup's own code writes.

const folder = join(import.meta.dirname, '../../examples/clients');
const text = (file: string) => readFileSync(join(folder, file), 'utf8');
const known = JSON.parse(text('gemini.json')).mcpServers['mt5-bridge'];

it('OpenClaw starts what the others start', () => {
  expect(JSON.parse(text('openclaw.json'))).toEqual({ mcp: { servers: { 'mt5-bridge': known } } });
});

it('Hermes does, and asks before everything that does not only look', () => {
  expect(parse(text('hermes.yaml'))).toEqual({ mcp_servers: { 'mt5-bridge': { ...known, trust: 'untrusted' } } });
});

it('every example stands in the table', () => {
  const readme = text('README.md');
  for (const file of readdirSync(folder)) if (file !== 'README.md') expect(readme).toContain(`](${file})`);
});

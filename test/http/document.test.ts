import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '@mt5-bridge/config';
import { SCOPES } from '@mt5-bridge/gateway/api';
import { expect, test } from 'vitest';

const page = readFileSync(join(import.meta.dirname, '../../docs/http.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, of]) => of === language).map(([, , text = '']) => text);

test("docs/http.md's configurations are configurations, its client's settings JSON, its scopes all there are", () => {
  const configs = blocks('toml').map((text) => parseConfig(text, 'config.toml', {}).config.transport.http);
  expect(configs).toMatchObject([
    { tls_cert: '/etc/mt5-bridge/cert.pem' },
    { trusted_proxies: ['127.0.0.1'] },
    { local_addresses: ['gateway'] },
  ]);
  for (const text of blocks('json')) expect(JSON.parse(text)).toHaveProperty('mcpServers');
  expect([...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, scope]) => scope)).toEqual([...SCOPES]);
});

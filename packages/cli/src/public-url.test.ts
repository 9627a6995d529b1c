import { DEFAULT_CONFIG } from '@mt5-bridge/config';
import { expect, it } from 'vitest';
import { publicUrlOf } from './public-url.ts';

const { http } = DEFAULT_CONFIG.transport;

it.each([
  [{}, 'http://localhost:9000'],
  [{ tls_cert: '/cert.pem' }, 'https://localhost:9000'],
  [{ public_url: 'https://bridge.example.com' }, 'https://bridge.example.com'],
  [{ public_url: 'https://bridge.example.com/' }, 'https://bridge.example.com'],
])('browsers reach a server with %j at %s', (more, url) => {
  expect(publicUrlOf({ ...http, ...more }, 9000)).toBe(url);
});

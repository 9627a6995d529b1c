import { z } from 'zod';
import { ipAddress, key, names, PORT_LIMIT, section } from '../key-facts.ts';

const ADDRESSES = 'a list of IP addresses or ranges such as ["10.0.0.5", "172.16.0.0/12"]';
const A_FILE = 'a path in quotes (empty for none)';

const http = z.strictObject({
  host: key(z.string().min(1), '127.0.0.1', {
    description:
      'Address to listen on; beyond this machine only with tls_cert and tls_key, trusted_proxies or local_addresses.',
    effect: 'restart',
    allowed: 'an IP address or host name in quotes',
  }),
  port: key(z.int().min(0).max(PORT_LIMIT), 8765, {
    description: 'Port of the HTTP server; 0 takes a free one.',
    effect: 'restart',
  }),
  public_url: key(z.union([z.literal(''), z.url({ protocol: /^https?$/ })]), '', {
    description: 'How browsers reach the dashboard; empty is http://localhost with the port.',
    effect: 'restart',
    allowed: 'an address such as "https://bridge.example.com" in quotes (empty for this machine)',
    env: 'MT5_BRIDGE_PUBLIC_URL',
  }),
  auth_token: key(z.string(), '', {
    description: 'One more token, of mt5-trading-mcp; better ones are made with mt5-bridge token.',
    effect: 'at_once',
    allowed: 'a text of at least 32 characters in quotes (empty for none)',
    secret: true,
    env: 'MT5_BRIDGE_AUTH_TOKEN',
  }),
  stateless: key(z.boolean(), true, {
    description: 'Of mt5-trading-mcp; clients of either kind are served as they need.',
    effect: 'none',
  }),
  trusted_hosts: key(names, [], {
    description: 'Host names that requests may carry besides those of this machine and of public_url.',
    effect: 'at_once',
    allowed: 'a list of host names in quotes',
  }),
  trusted_origins: key(names, [], {
    description: 'Web origins that may call /mcp besides that of public_url; the dashboard is for public_url alone.',
    effect: 'at_once',
    allowed: 'a list of origins such as ["https://app.example.com"]',
  }),
  trusted_proxies: key(z.array(ipAddress), [], {
    description: 'Addresses of the reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed.',
    effect: 'at_once',
    allowed: ADDRESSES,
  }),
  local_addresses: key(z.array(z.union([z.literal('gateway'), ipAddress])), [], {
    description: 'Addresses that count as this machine; to a container, "gateway" is the host that publishes its port.',
    effect: 'at_once',
    allowed: 'a list of "gateway", IP addresses and ranges',
  }),
  tls_cert: key(z.string(), '', {
    description: 'File with the certificate chain (PEM); with it the server speaks HTTPS.',
    effect: 'restart',
    allowed: A_FILE,
  }),
  tls_key: key(z.string(), '', {
    description: 'File with the private key of tls_cert (PEM).',
    effect: 'restart',
    allowed: A_FILE,
  }),
  max_sessions: key(z.int().min(1).max(100_000), 1_000, {
    description: 'Most sessions of clients up to protocol 2025-11-25 at once; the longest idle one makes room.',
    effect: 'at_once',
  }),
  session_idle_seconds: key(z.int().min(1).max(86_400), 1_800, {
    description: 'After how long without a request or an open stream such a session ends.',
    unit: 's',
    effect: 'at_once',
  }),
  max_requests_per_minute: key(z.int().min(1).max(1_000_000), 1_200, {
    description: 'Most requests to /mcp of one token in any 60 seconds.',
    effect: 'at_once',
  }),
});

export const transport = z.strictObject({ http: section(http) });

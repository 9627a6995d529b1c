import type { Config } from '@mt5-bridge/config';

/** Where browsers reach an HTTP server that listens on this port, without a slash at the end. */
export function publicUrlOf({ public_url, tls_cert }: Config['transport']['http'], port: number): string {
  if (public_url !== '') return public_url.replace(/\/+$/, '');
  return `${tls_cert === '' ? 'http' : 'https'}://localhost:${port}`;
}

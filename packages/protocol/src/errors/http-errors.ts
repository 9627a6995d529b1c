import { type ErrorEntry, entry } from './entry.ts';

/** What the HTTP server refuses, and what the commands for its tokens, passkeys and alerts do. */
export const httpErrors = {
  UNAUTHORIZED: entry(
    'This needs a token.',
    'Send "Authorization: Bearer <token>"; mt5-bridge token shows the token, and lists others.',
    'human',
  ),
  FORBIDDEN: entry(
    'This token does not allow that.',
    'Use a token with the scope named; mt5-bridge token create makes one.',
    'human',
  ),
  LOCKED_OUT: entry('Too many wrong tokens came from this address.', 'Wait for the time named.', 'human'),
  TOO_MANY_REQUESTS: entry('Too many requests.', 'Wait for the time named, then call again.', 'later'),
  HOST_REFUSED: entry(
    'The request was made for another host than this server.',
    'Use the address that mt5-bridge serve names, or add the host name to transport.http.trusted_hosts.',
    'human',
  ),
  ORIGIN_REFUSED: entry(
    'A web page of another origin made this request.',
    'Add its origin to transport.http.trusted_origins if it is yours; the dashboard works at public_url alone.',
    'human',
  ),
  SIGN_IN_REQUIRED: entry('This is for the owner.', 'Sign in on the dashboard.', 'human'),
  PAGE_NOT_FOUND: entry('There is nothing at this address.', 'Check the address.', 'call'),
  BODY_TOO_LARGE: entry('The body is too large.', 'Send less than the limit named.', 'call'),
  BODY_UNREADABLE: entry('The body cannot be read.', 'Send JSON with its Content-Type.', 'call'),
  SESSION_NOT_FOUND: entry('There is no such session any more.', 'Initialize a new one.', 'later'),
  SESSION_ENDED: entry(
    'The session, or its token, ended before this was answered.',
    'It may have been done all the same: before an order is sent again, ask get_order_outcome what became of it, by its idempotency_key or by the request_id that get_audit shows.',
    'call',
  ),
  SHUTTING_DOWN: entry('The server is about to end.', 'Call again when it is back.', 'later'),
  HTTP_UNSAFE: entry(
    'The HTTP server would be reachable from other machines without encryption.',
    'Set transport.http.tls_cert and tls_key, or name your proxy in trusted_proxies, or keep host = "127.0.0.1"; in a container set local_addresses = ["gateway"].',
    'human',
  ),
  HTTP_UNUSABLE: entry(
    'The HTTP server cannot listen.',
    'Check transport.http: host, port, and the files of tls_cert and tls_key.',
    'human',
  ),
  TOKENS_UNUSABLE: entry(
    'The file with the tokens cannot be used, so nobody is let in.',
    'Repair or remove the file named; mt5-bridge serve then makes a new token.',
    'human',
  ),
  TOKEN_NOT_FOUND: entry('There is no token of that name.', 'See mt5-bridge token list.', 'human'),
  TOKEN_EXISTS: entry('There is a token of that name.', 'Choose another name, or remove that one first.', 'human'),
  PROFILE_NOT_FOUND: entry('The configuration has no such profile.', 'Add it under [profiles].', 'human'),
  PASSKEY_REFUSED: entry(
    'The passkey does not prove that.',
    'Try again with a passkey that was added for this address; mt5-bridge passkey list shows them.',
    'human',
  ),
  PASSKEY_NOT_FOUND: entry('There is no such passkey.', 'See mt5-bridge passkey list.', 'human'),
  ENROLMENT_REFUSED: entry(
    'This link adds no passkey: it was used, it expired, or it never was one.',
    'Get a new one with mt5-bridge passkey add.',
    'human',
  ),
  ALERT_NOT_FOUND: entry('There is no such alert.', 'See get_recent_alerts.', 'call'),
  ALERT_CLAIMED: entry('Somebody else works on this alert.', 'Take another one; see get_recent_alerts.', 'call'),
  ALERT_RESOLVED: entry('This alert was dealt with.', 'Take another one; see get_recent_alerts.', 'call'),
  HOOK_REFUSED: entry(
    'Alerts are not taken from there.',
    'Check tradingview.allowed_sources and client_certificate, and transport.http.trusted_proxies behind a proxy.',
    'human',
  ),
  HOOK_UNUSABLE: entry(
    'The file with the secret of the alert address cannot be used, so no alert is taken.',
    'Repair or remove the file named.',
    'human',
  ),
} as const satisfies Record<string, ErrorEntry>;

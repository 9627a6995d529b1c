import { fileURLToPath } from 'node:url';
import { AUDIT_EVENTS, type AuditEvent, type AuditRecord } from '@mt5-bridge/gateway';
import { expect, it } from 'vitest';

const fields: Readonly<Record<keyof AuditRecord, string>> = {
  seq: 'number of the record, from 1, without gaps',
  ts: 'when it was written, ISO 8601 UTC',
  event: 'one of the events below',
  actor:
    "who: `kind` is `agent`, `owner` or `gateway`, `name` what it calls itself; `token` and `profile` where it came with a token. A name is the caller's word, a token is a proof",
  account: '`environment`, `login` and `server` that it was about; `null` where it was about none',
  request_id: 'the order that it belongs to; `null` where it belongs to none',
  data: 'the rest, as the event has it',
  prev: '`hash` of the record before; 64 zeros in the first',
  hash: 'SHA-256 of this record without `hash`: keys in order, no white space',
};

const events: Readonly<Record<AuditEvent, string>> = {
  proposal: 'an order was proposed, as it was said',
  decision: 'what the rules said: allowed, refused with the limits, or asks; with all that they judged by',
  replay: 'a request came again with its idempotency key and got the first answer',
  idempotency_diverged: 'another request came with a key that was used; refused',
  approval_requested: 'an order began to wait for a yes',
  approval_granted: 'somebody said yes, by which channel',
  approval_denied: 'somebody said no',
  approval_expired: 'nobody said yes in time',
  approval_void: 'the price had moved too far; nothing was sent',
  send: 'the request, field by field, before it goes out',
  outcome: 'what became of it',
  settled: 'an unclear outcome was found out by looking',
  settled_by_owner: 'an unclear outcome was decided by a person',
  fill: 'a deal that the terminal told of',
  kill_switch: 'pulled or released',
  owner: 'the passphrase was set or changed',
  access: 'a door: sign-ins, passkeys, tokens, refused tries',
  alert: 'an alert came in',
  alert_claimed: 'an agent works on an alert',
  alert_resolved: 'an agent said what it did about an alert',
  link: 'the terminal was lost, or answers again',
  margin: 'the margin level fell below the level of warning',
  configuration: 'the rules in force changed',
  recovered: 'the end of the log or of the ledger was damaged or gone at a start, and what was done about it',
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;

it('is docs/reference/audit.md, with every event (vitest run packages/cli/src/audit-reference.test.ts --update writes it)', async () => {
  const text = `# Audit record

One JSON object a line, each with the hash of the one before, so that a changed, missing or reordered line is found. Secrets
and overlong texts are taken out before it is written. Where the files lie is up to \`[audit]\` of the
[configuration](../configuration.md#audit); [commands](commands.md#audit) look at them, and \`get_audit\` is the agent's own
[look](tools.md#get_audit).

\`\`\`sh
mt5-bridge audit tail
mt5-bridge audit verify
\`\`\`

${table(
  ['field', 'what it is'],
  Object.entries(fields).map(([name, meaning]) => [`\`${name}\``, meaning]),
)}
## Events

${table(
  ['event', 'what happened'],
  AUDIT_EVENTS.map((event) => [`\`${event}\``, events[event]]),
)}`;
  const page = fileURLToPath(new URL('../../../docs/reference/audit.md', import.meta.url));
  await expect(text).toMatchFileSnapshot(page);
});

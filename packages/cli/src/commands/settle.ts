import type { Outcome, OwnerFinding } from '@mt5-bridge/gateway';
import { Mt5Error } from '@mt5-bridge/protocol';
import { CliError } from '../cli-error.ts';
import { openDesk } from '../desk.ts';
import { outcomeRecord } from '../orders/outcome-record.ts';
import { formatted } from '../output/format.ts';
import type { Format } from '../output/formats.ts';
import { exact, identityRecord, iso } from '../output/records.ts';
import { writeAnswer } from '../output/write-answer.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

export interface SettleOptions extends PlaceOptions {
  readonly reason?: string;
  readonly output?: Format;
}

/**
 * Lists what is unsettled, or writes down what the owner found of one request.
 * @throws CliError USAGE, NO_INPUT; Mt5Error REQUEST_*, APPROVAL_PENDING, WRONG_PASSPHRASE, PASSPHRASE_*
 */
export async function settle(
  shell: Shell,
  id: string | undefined,
  state: OwnerFinding['state'] | undefined,
  { reason, output, ...place }: SettleOptions,
): Promise<void> {
  if (id !== undefined && state === undefined) throw new CliError('USAGE', 'Say what became of it: done or rejected.');
  await using desk = await openDesk(shell, place);
  const { gateway, awaitTerminal, checkOwner } = desk;
  if (id === undefined || state === undefined) {
    await writeAnswer(shell, { unsettled_orders: gateway.unsettled().map(listed) }, output);
    return;
  }
  // Before anybody types a passphrase for nothing: the terminal may know by now. Whoever decides is the gateway.
  await awaitTerminal();
  const known = await gateway.outcome({ request_id: id });
  if (known.settled_at !== null)
    throw new Mt5Error('REQUEST_SETTLED', undefined, { details: { status: known.status } });
  await shell.stderr.write(formatted(outcomeRecord(known), 'table', shell.stderr));
  await checkOwner();
  const finding: OwnerFinding = { state, ...(reason !== undefined && { reason }) };
  const outcome = gateway.settle(id, finding, { kind: 'owner', name: 'mt5-bridge settle' });
  await writeAnswer(shell, outcomeRecord(outcome), output);
}

function listed({ request_id, idempotency_key, status, symbol, command, created_at, identity }: Outcome) {
  return {
    request_id,
    status,
    symbol,
    what: what(command),
    since: iso(created_at),
    idempotency_key,
    ...identityRecord(identity),
  };
}

/** The operation, and what tells it from others of its kind. */
function what({ operation, params }: Outcome['command']): string {
  return [
    operation,
    'type' in params ? params.type : undefined,
    'volume' in params ? params.volume : undefined,
    'position' in params ? `#${exact(params.position)}` : undefined,
    'order' in params ? `#${exact(params.order)}` : undefined,
  ]
    .filter((word) => word !== undefined)
    .join(' ');
}

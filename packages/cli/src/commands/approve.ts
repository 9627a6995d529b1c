import type { Approval } from '@mt5-bridge/gateway';
import { Mt5Error } from '@mt5-bridge/protocol';
import { openDesk } from '../desk.ts';
import { exitClassOf, exitCodes } from '../exit-codes.ts';
import { describeRecord } from '../failure.ts';
import { outcomeRecord } from '../orders/outcome-record.ts';
import { previewLines } from '../orders/preview-lines.ts';
import type { Format } from '../output/formats.ts';
import { writeAnswer } from '../output/write-answer.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

export interface ApproveOptions extends PlaceOptions {
  readonly output?: Format;
}

/**
 * The owner's yes: shows the whole order, asks for the passphrase, and sends it to the terminal that it was proposed for.
 * @returns the exit code: an order that the broker rejects, and one whose outcome is not known, are no success
 * @throws Mt5Error APPROVAL_*, *_PASSPHRASE, PASSPHRASE_*, what the rules refuse
 */
export async function approve(shell: Shell, id: string, { output, ...place }: ApproveOptions): Promise<number> {
  const { preview, state, terminal } = await approvalOf(shell, id, place);
  // Before anybody types a passphrase for nothing; whoever decides is the gateway.
  if (state !== 'pending') throw new Mt5Error(codes[state]);
  await shell.stderr.write(`${previewLines(preview, Date.now(), shell.stderr)}\n`);
  // Connects while somebody reads and types.
  await using desk = await openDesk(shell, place, { terminal });
  await desk.checkOwner();
  const outcome = await desk.gateway.approve(id, { hash: preview.hash, channel: 'cli', by: 'mt5-bridge approve' });
  await writeAnswer(shell, outcomeRecord(outcome), output);
  if (outcome.error === null) return exitCodes.ok.number;
  await shell.stderr.write(describeRecord(outcome.error, shell.stderr));
  return exitCodes[exitClassOf(outcome.error.code)].number;
}

async function approvalOf(shell: Shell, id: string, place: PlaceOptions): Promise<Approval> {
  await using desk = await openDesk(shell, place);
  return desk.gateway.approval(id);
}

const codes = {
  approved: 'APPROVAL_USED',
  denied: 'APPROVAL_DENIED',
  expired: 'APPROVAL_EXPIRED',
  void: 'APPROVAL_VOID',
} as const;

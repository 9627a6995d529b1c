import { openDesk } from '../desk.ts';
import { approvalLines } from '../orders/approval-lines.ts';
import { approvalRecord } from '../orders/approval-record.ts';
import type { Format } from '../output/formats.ts';
import { formatFor, writeAnswer } from '../output/write-answer.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

export interface ApprovalsOptions extends PlaceOptions {
  readonly state: 'pending' | 'all';
  readonly output?: Format;
}

/** Lists approvals of all accounts, newest first. */
export async function approvals(shell: Shell, { state, output, ...place }: ApprovalsOptions): Promise<void> {
  await using desk = await openDesk(shell, place);
  const found = desk.gateway.approvals(state === 'all' ? {} : { state });
  if (formatFor(shell, output) !== 'table') {
    await writeAnswer(shell, { approvals: found.map(approvalRecord) }, output);
    return;
  }
  const lines = found.map((approval) => approvalLines(approval, Date.now(), shell.stdout));
  await shell.stdout.write(
    lines.length === 0 ? (state === 'all' ? 'There are no approvals.\n' : 'Nothing waits.\n') : lines.join('\n'),
  );
}

import { openDesk } from '../desk.ts';
import { approvalRecord } from '../orders/approval-record.ts';
import type { Format } from '../output/formats.ts';
import { writeAnswer } from '../output/write-answer.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

export interface DenyOptions extends PlaceOptions {
  readonly reason?: string;
  readonly output?: Format;
}

/** The owner's no, for which nobody has to prove anything. @throws Mt5Error APPROVAL_* */
export async function deny(shell: Shell, id: string, { reason, output, ...place }: DenyOptions): Promise<void> {
  await using desk = await openDesk(shell, place);
  const approval = await desk.gateway.deny(id, {
    channel: 'cli',
    by: 'mt5-bridge deny',
    ...(reason !== undefined && { reason }),
  });
  await writeAnswer(shell, approvalRecord(approval), output);
}

import type { Actor, KillSwitch } from '@mt5-bridge/gateway';
import { type Desk, openDesk } from '../desk.ts';
import type { Format } from '../output/formats.ts';
import { isoOrNull } from '../output/records.ts';
import { writeAnswer } from '../output/write-answer.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

export interface KillOptions extends PlaceOptions {
  readonly reason?: string;
  readonly output?: Format;
}

/** Pulls the kill switch, releases it, or tells how it stands. @throws Mt5Error *_PASSPHRASE, PASSPHRASE_* on release */
export async function kill(
  shell: Shell,
  what: 'on' | 'off' | 'status',
  { reason, output, ...place }: KillOptions,
): Promise<void> {
  // A typing error must not keep anybody from stopping.
  await using desk = await openDesk(shell, place, { evenIfBroken: what !== 'off' });
  const { on, since, by, reason: why } = await turned(desk, what, reason);
  await writeAnswer(shell, { kill_switch: on ? 'on' : 'off', since: isoOrNull(since), by, reason: why }, output);
}

async function turned(
  { gateway, checkOwner }: Desk,
  what: 'on' | 'off' | 'status',
  reason = 'The owner pulled it.',
): Promise<KillSwitch> {
  const owner: Actor = { kind: 'owner', name: 'mt5-bridge kill' };
  switch (what) {
    case 'on':
      return gateway.pullKillSwitch(owner, reason);
    case 'off':
      await checkOwner();
      return gateway.releaseKillSwitch(owner);
    case 'status':
      return gateway.killSwitch();
  }
}

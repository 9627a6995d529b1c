import { CliError } from '../cli-error.ts';
import { openRecords } from '../records.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

/**
 * Sets the owner's passphrase, or changes it for who knows it. A script gives one line each: the old one where there is
 * one, then the new one.
 * @throws CliError NO_INPUT, PASSPHRASES_DIFFER; Mt5Error WRONG_PASSPHRASE, PASSPHRASE_LOCKED, INVALID_PARAMS
 */
export async function passphrase(shell: Shell, place: PlaceOptions): Promise<void> {
  using records = await openRecords(shell, place);
  const { owner } = records;
  const { input } = shell;
  if (owner.isSet()) await owner.change(await input.secret('Passphrase until now: '), await newOne(shell));
  else await owner.set(await newOne(shell));
  await shell.stderr.write('The passphrase is set. Keep it where no agent reads.\n');
}

/** Typed twice where nobody sees it. */
async function newOne({ input }: Shell): Promise<string> {
  const first = await input.secret('New passphrase: ');
  if (!input.isTerminal || (await input.secret('Once more: ')) === first) return first;
  throw new CliError('PASSPHRASES_DIFFER', 'The two are not the same, so nothing was changed.');
}

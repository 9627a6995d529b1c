import { CliError } from '../cli-error.ts';
import { checkOwner } from '../desk.ts';
import type { Format } from '../output/formats.ts';
import { iso, isoOrNull } from '../output/records.ts';
import { writeAnswer } from '../output/write-answer.ts';
import { publicUrlOf } from '../public-url.ts';
import { openRecords, type Records } from '../records.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

/**
 * Prints a link that adds one passkey, in whichever browser opens it.
 * @throws CliError USAGE, NO_INPUT; Mt5Error WRONG_PASSPHRASE, PASSPHRASE_*, INVALID_PARAMS the name is taken
 */
export async function passkeyAdd(shell: Shell, name: string | undefined, place: PlaceOptions): Promise<void> {
  using records = await openRecords(shell, place);
  const { http } = records.config.transport;
  if (http.port === 0 && http.public_url === '') {
    const problem =
      'With transport.http.port = 0 nobody knows where the dashboard will be: set the port, or public_url.';
    throw new CliError('USAGE', problem);
  }
  await checkOwner(shell, records);
  const { code, expires_at } = records.browsers.offerEnrolment(name ?? freeName(records));
  // Behind the #, no server and no proxy gets to see it.
  await shell.stdout.write(`${publicUrlOf(http, http.port)}/enrol#${code}\n`);
  const until = `${iso(expires_at).slice(11, 19)} UTC`;
  await shell.stderr.write(
    `Open it until ${until} on the device with the passkey, while mt5-bridge serve --transport http runs. It adds one.\n`,
  );
}

function freeName({ browsers }: Records): string {
  const taken = new Set(browsers.passkeys().map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'passkey' : `passkey ${number}`;
    if (!taken.has(name)) return name;
  }
}

export interface PasskeyListOptions extends PlaceOptions {
  readonly output?: Format;
}

export async function passkeyList(shell: Shell, { output, ...place }: PasskeyListOptions): Promise<void> {
  using records = await openRecords(shell, place);
  const rows = records.browsers.passkeys().map(({ id, name, created_at, last_used_at }) => ({
    ...{ name, created_at: iso(created_at), last_used_at: isoOrNull(last_used_at), id },
  }));
  await writeAnswer(shell, { passkeys: rows }, output);
}

/** Signs out the browsers that it signed in. @throws Mt5Error PASSKEY_NOT_FOUND, WRONG_PASSPHRASE, PASSPHRASE_* */
export async function passkeyRemove(shell: Shell, id: string, place: PlaceOptions): Promise<void> {
  using records = await openRecords(shell, place);
  await checkOwner(shell, records);
  records.browsers.removePasskey(id);
  await shell.stderr.write('The passkey is removed, and the browsers that it signed in are signed out.\n');
}

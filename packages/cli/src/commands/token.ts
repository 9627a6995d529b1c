import { profilesOf } from '@mt5-bridge/config';
import type { Scope } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { Format } from '../output/formats.ts';
import { iso } from '../output/records.ts';
import { writeAnswer } from '../output/write-answer.ts';
import { openRecords } from '../records.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

const DEFAULT = 'default';

/** Prints a token, and nothing else; the one that a server makes at its first start is made if there is none yet. */
export async function tokenShow(shell: Shell, name: string | undefined, place: PlaceOptions): Promise<void> {
  using records = await openRecords(shell, place);
  const { tokens } = records;
  if (name === undefined) tokens.ensureDefault();
  await shell.stdout.write(`${tokens.reveal(name ?? DEFAULT)}\n`);
}

export interface TokenListOptions extends PlaceOptions {
  readonly output?: Format;
}

export async function tokenList(shell: Shell, { output, ...place }: TokenListOptions): Promise<void> {
  using records = await openRecords(shell, place);
  const rows = records.tokens.list().map(({ created_at, ...token }) => ({ ...token, created_at: iso(created_at) }));
  await writeAnswer(shell, { tokens: rows }, output);
  if (records.config.transport.http.auth_token !== '') {
    await shell.stderr.write('transport.http.auth_token of the configuration is one more.\n');
  }
}

export interface TokenCreateOptions extends PlaceOptions {
  readonly scopes: readonly Scope[];
  readonly profile?: string;
}

/** Makes a token and prints it, and nothing else. @throws Mt5Error TOKEN_EXISTS, INVALID_PARAMS, PROFILE_NOT_FOUND */
export async function tokenCreate(
  shell: Shell,
  name: string,
  { scopes, profile, ...place }: TokenCreateOptions,
): Promise<void> {
  using records = await openRecords(shell, place);
  if (profile !== undefined && !profilesOf(records.config).has(profile)) {
    throw new Mt5Error('PROFILE_NOT_FOUND', `The configuration has no profile "${profile}".`, { details: { profile } });
  }
  await shell.stdout.write(`${records.tokens.create({ name, scopes, profile: profile ?? null })}\n`);
}

/** Within a second or two it lets nobody in any more. @throws Mt5Error TOKEN_NOT_FOUND */
export async function tokenRemove(shell: Shell, name: string, place: PlaceOptions): Promise<void> {
  using records = await openRecords(shell, place);
  records.tokens.remove(name);
  await shell.stderr.write(`The token "${name}" lets nobody in any more.\n`);
}

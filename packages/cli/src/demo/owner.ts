import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Environment } from '@mt5-bridge/config';
import { CliError } from '../cli-error.ts';
import { binPath } from '../server-process.ts';

/** Who approves in the tour: with the same command as any owner, and a passphrase that was made up for it. */
export interface Owner {
  readonly passphrase: string;
  /** Which configuration and data directory a command is to use. */
  readonly place: readonly string[];
  /** Runs one command of the owner, the passphrase on its stdin. @throws CliError DEMO_FAILED with what it said */
  run(...words: string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
}

/** An owner whose passphrase is set. */
export async function createOwner(place: readonly string[], env: Environment): Promise<Owner> {
  const passphrase = `tour-${randomBytes(4).toString('hex')}`;
  const run: Owner['run'] = async (...words) => {
    const child = spawn(process.execPath, [binPath, ...words, ...place], { env, stdio: 'pipe' });
    child.stdin.end(`${passphrase}\n`);
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (code !== 0)
      throw new CliError('DEMO_FAILED', `mt5-bridge ${words.join(' ')} ended with ${code}.\n${stderr.trim()}`);
    return { stdout, stderr };
  };
  await run('passphrase');
  return { passphrase, place, run };
}

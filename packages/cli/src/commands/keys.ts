import { existsSync } from 'node:fs';
import { configLocation, loadConfig } from '@mt5-bridge/config';
import { isCurveKey } from '@mt5-bridge/transport-zmq';
import { CliError } from '../cli-error.ts';
import { findCurveKeys, type MadeCurveKeys, makeCurveKeys, storeCurveKeys } from '../curve-keys.ts';
import { filesOf } from '../files.ts';
import type { Format } from '../output/formats.ts';
import { writeAnswer } from '../output/write-answer.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

export interface KeysOptions extends PlaceOptions {
  readonly new?: boolean;
  /** Public key of a terminal that has its secret key already, from another client. */
  readonly terminalKey?: string;
  readonly output?: Format;
}

/**
 * Makes the keys for the encrypted connection, or shows of those that are there what may be shown. The terminal's secret
 * key is shown when it is made, and kept nowhere on this side.
 * @throws CliError USAGE, NO_INPUT, NOT_CONFIRMED, FILE_UNWRITABLE; Mt5Error CURVE_KEYS_UNUSABLE
 */
export async function keys(shell: Shell, { new: anew, terminalKey, output, ...place }: KeysOptions): Promise<void> {
  if (terminalKey !== undefined && !isCurveKey(terminalKey)) {
    throw new CliError('USAGE', '--terminal-key is no CURVE key of 40 characters.');
  }
  const { config } = await loadConfig(configLocation(shell, place.config), shell.env);
  const { curve: file } = filesOf(shell, place, config);
  const wantsNew = anew === true || terminalKey !== undefined;
  if (wantsNew && existsSync(file)) await confirm(shell);
  const known = wantsNew ? undefined : findCurveKeys(file);
  const made: MadeCurveKeys = known === undefined ? makeCurveKeys(terminalKey) : { keys: known };
  if (known === undefined) await storeCurveKeys(file, made.keys);
  const {
    keys: { serverKey, publicKey },
    terminalSecret,
  } = made;
  await writeAnswer(
    shell,
    {
      ...(terminalSecret !== undefined && { InpCurveSecretKey: terminalSecret }),
      InpCurveClientKeys: publicKey,
      terminal_key: serverKey,
    },
    output,
  );
  await shell.stderr.write(`${advice(terminalSecret !== undefined, config.mt5.curve).join('\n')}\n`);
}

/** @throws CliError NO_INPUT, NOT_CONFIRMED */
async function confirm({ input }: Shell): Promise<void> {
  const answer = await input.line('The terminal turns this side away until it is given the new keys. Type yes: ');
  if (answer.trim() !== 'yes') throw new CliError('NOT_CONFIRMED', 'The keys stay as they are.');
}

function advice(showsSecret: boolean, isOn: boolean): string[] {
  return [
    'Paste these into the inputs of the expert advisor; keys of several clients stand in InpCurveClientKeys with commas.',
    ...(showsSecret ? ['The secret key is shown this once: only the terminal keeps it.'] : []),
    ...(isOn ? [] : ['Then write curve = true under [mt5] of the configuration, and start the servers again.']),
  ];
}

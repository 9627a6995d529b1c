import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { Mt5Error } from '@mt5-bridge/protocol';
import { type CurveKeys, isCurveKey, newCurvePair } from '@mt5-bridge/transport-zmq';
import { CliError } from './cli-error.ts';

/**
 * `curve.json` of the data directory: this side's pair, and of the terminal the public key alone. Its secret key is the
 * terminal's; whoever reads this file can connect to the terminal, not pretend to be it.
 */
interface Content {
  readonly terminal_key: string;
  readonly public_key: string;
  readonly secret_key: string;
}

/** Keys of this side for a terminal; its own secret key where it was made along with them. */
export interface MadeCurveKeys {
  readonly keys: CurveKeys;
  readonly terminalSecret?: string;
}

/** @param terminalKey public key of a terminal that has its own already */
export function makeCurveKeys(terminalKey?: string): MadeCurveKeys {
  const own = newCurvePair();
  if (terminalKey !== undefined) return { keys: { ...own, serverKey: terminalKey } };
  const terminal = newCurvePair();
  return { keys: { ...own, serverKey: terminal.publicKey }, terminalSecret: terminal.secretKey };
}

/** What the file holds for these keys. */
export const curveFileContent = ({ serverKey, publicKey, secretKey }: CurveKeys): Content => ({
  terminal_key: serverKey,
  public_key: publicKey,
  secret_key: secretKey,
});

/** undefined when there is no file. @throws Mt5Error CURVE_KEYS_UNUSABLE what is there cannot be used */
export function findCurveKeys(file: string): CurveKeys | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unusable(file, `cannot be read (${message})`);
  }
  const { terminal_key, public_key, secret_key } = parsed(text);
  if (![terminal_key, public_key, secret_key].every((key) => key !== undefined && isCurveKey(key))) {
    throw unusable(file, 'does not hold three keys of 40 characters');
  }
  return { serverKey: terminal_key, publicKey: public_key, secretKey: secret_key } as CurveKeys;
}

/** @throws Mt5Error CURVE_KEYS_UNUSABLE there are none, or what is there cannot be used */
export function requireCurveKeys(file: string): CurveKeys {
  const keys = findCurveKeys(file);
  if (keys === undefined) throw unusable(file, 'is not there, though mt5.curve is true');
  return keys;
}

/** @throws CliError FILE_UNWRITABLE */
export async function storeCurveKeys(file: string, keys: CurveKeys): Promise<void> {
  const { writePrivateFile } = await import('@mt5-bridge/gateway');
  try {
    writePrivateFile(fs, file, curveFileContent(keys), randomBytes);
  } catch (cause) {
    throw new CliError('FILE_UNWRITABLE', `The keys cannot be stored: ${(cause as Error).message}.`, { cause });
  }
}

/** What is no text is missing: no message may quote a file of secrets. */
function parsed(text: string): Partial<Content> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return {};
  }
  const entries = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'));
}

const unusable = (file: string, problem: string) =>
  new Mt5Error('CURVE_KEYS_UNUSABLE', `${file} ${problem}.`, { details: { file } });

import { textOf, utf16 } from './utf16.ts';

/** What the terminal is told when it is started with the file. */
export interface StartOptions {
  /** Of the chart that carries the expert advisor. */
  readonly symbol: string;
  readonly mayTrade: boolean;
}

/** The inputs of the expert advisor, below MQL5/Presets: the terminal looks for them nowhere else. */
export const INPUTS_FILE = 'mt5-bridge.set';

/** For `terminal64.exe /config:`. */
export function startFile({ symbol, mayTrade }: StartOptions): Buffer {
  return lines([
    '[Experts]',
    'Enabled=1',
    'AllowDllImport=1',
    `AllowLiveTrading=${mayTrade ? 1 : 0}`,
    // Whether a change of account or of profile switches expert advisors off.
    'Account=0',
    'Profile=0',
    '[StartUp]',
    'Expert=Mt5Bridge\\Mt5Bridge',
    `ExpertParameters=${INPUTS_FILE}`,
    `Symbol=${symbol}`,
    'Period=H1',
  ]);
}

export type Inputs = Readonly<Record<string, string>>;

/** The file of inputs with these set; what else it holds stays. */
export function inputsFile(now: Uint8Array | undefined, inputs: Inputs): Buffer {
  const old = now === undefined ? ['; inputs of the expert advisor Mt5Bridge'] : textOf(now).trimEnd().split(/\r?\n/);
  const rest = new Map(Object.entries(inputs));
  const changed = old.map((line) => {
    const name = nameIn(line);
    const value = rest.get(name);
    rest.delete(name);
    return value === undefined ? line : `${name}=${value}`;
  });
  return lines([...changed, ...[...rest].map(([name, value]) => `${name}=${value}`)]);
}

export function inputsIn(file: Uint8Array): Inputs {
  const pairs = textOf(file)
    .split(/\r?\n/)
    .filter((line) => line.includes('='));
  return Object.fromEntries(pairs.map((line) => [nameIn(line), line.slice(line.indexOf('=') + 1)]));
}

const nameIn = (line: string): string => line.split('=', 1)[0]?.trim() ?? '';

const lines = (text: readonly string[]): Buffer => utf16(`${text.join('\r\n')}\r\n`);

import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { type Config, type ConfigLocation, DEFAULT_CONFIG, parseConfig } from '@mt5-bridge/config';
import { isCurveKey } from '@mt5-bridge/transport-zmq';
import { CliError } from '../cli-error.ts';
import { curveFileContent, findCurveKeys, makeCurveKeys } from '../curve-keys.ts';
import type { Shell } from '../shell.ts';
import type { FileChange } from './change.ts';
import type { Choices } from './choices.ts';
import type { ServerCommand } from './clients/client.ts';
import { withoutMark } from './clients/entry.ts';
import { clients } from './clients/index.ts';
import { editorOf, isCompiled } from './compile.ts';
import { changedConfig, linesFor, newConfig, type WantedKey } from './config-text.ts';
import { expertFiles, zmqLibrary } from './expert-files.ts';
import { findFile, textIn } from './found-file.ts';
import { type Looked, look } from './look.ts';
import { INPUTS_FILE, type Inputs, inputsFile, inputsIn, startFile } from './start-files.ts';
import type { Terminal } from './terminals.ts';

/** Everything that setup will do, known before anything is touched. */
export interface Plan {
  readonly terminal: Terminal | undefined;
  readonly files: readonly Looked[];
  /** Sources that the compiled program must not be older than; none where nothing is compiled. */
  readonly sources: readonly string[];
  /** MetaEditor; undefined where it isn't there, or is not to be used. */
  readonly editor: string | undefined;
  readonly needsCompiler: boolean;
  /** What is asked about before anything else, one by one. */
  readonly questions: readonly string[];
  /** What a person has to do by hand besides. */
  readonly byHand: readonly string[];
  /** What the terminal is started with. */
  readonly startFile: string | undefined;
}

export interface PlanOptions {
  readonly location: ConfigLocation;
  readonly curveFile: string;
  readonly server: ServerCommand;
  readonly libzmq?: string;
  readonly symbol?: string;
  readonly curve?: boolean;
  readonly compile: boolean;
}

/** @throws CliError, ConfigError: it can't be done like that */
export function plan(shell: Shell, choices: Choices, options: PlanOptions): Plan {
  const { terminal } = choices;
  const config = planConfig(choices, options);
  const keys = options.curve && terminal ? planCurve(terminal, options.curveFile) : undefined;
  const inputs = { ...addressesOf(config.config), ...keys?.inputs };
  const sources = terminal === undefined ? [] : sourceFiles(terminal);
  const library = terminal && look(libraryFile(terminal, options.libzmq));
  const files = [
    ...sources.map(look),
    ...(library ? [library] : []),
    ...(terminal ? startFiles(terminal, inputs, config.config, options.symbol).map(look) : []),
    ...[...(keys?.files ?? []), ...config.files, ...planClients(shell, choices, options.server)].map(look),
  ];
  const sourceNames = sources.map(({ file }) => file);
  const needsCompiler =
    terminal !== undefined &&
    (!isCompiled(terminal, sourceNames) ||
      files.some(({ change, state }) => sources.includes(change) && state !== 'kept'));
  return {
    terminal,
    files,
    sources: sourceNames,
    editor: options.compile && terminal ? editorOf(terminal) : undefined,
    needsCompiler,
    questions: [
      ...(library?.state === 'changed' ? [`Another libzmq.dll is in ${library.change.file}: replace it`] : []),
      ...(keys?.replaces ? ['There are keys already, and the terminal has none of them: make new ones'] : []),
    ],
    byHand: config.byHand,
    startFile: terminal && startFileOf(terminal),
  };
}

function sourceFiles({ data }: Terminal): FileChange[] {
  return expertFiles().map(({ path, content }) => ({
    file: inside(data, join(data, 'MQL5', path)),
    purpose: 'the expert advisor',
    content,
  }));
}

function libraryFile({ data }: Terminal, libzmq: string | undefined): FileChange {
  const file = inside(data, join(data, 'MQL5', 'Libraries', 'libzmq.dll'));
  return { file, purpose: 'the library that it listens through', content: zmqLibrary(libzmq) };
}

const inputsFileOf = ({ data }: Terminal): string => inside(data, join(data, 'MQL5', 'Presets', INPUTS_FILE));

/** In a Wine prefix it is where its path holds no space: Wine could not hand one over as the terminal takes it. */
function startFileOf({ data, prefix }: Terminal): string {
  if (prefix === undefined) return inside(data, join(data, 'config', 'mt5-bridge.ini'));
  const name = basename(data)
    .replace(/[^\w.-]+/g, '-')
    .slice(0, 100);
  return inside(prefix, join(prefix, 'drive_c', 'mt5-bridge', `${name}.ini`));
}

/** A file to start with that is there already stays, unless another symbol is wanted. */
function startFiles(terminal: Terminal, inputs: Inputs, config: Config, symbol: string | undefined): FileChange[] {
  const inputsPath = inputsFileOf(terminal);
  const now = findFile(inputsPath)?.content;
  const content = inputsFile(now, inputs);
  const isSecret = (inputsIn(content).InpCurveSecretKey ?? '') !== '';
  const file = startFileOf(terminal);
  const start = symbol === undefined ? findFile(file)?.content : undefined;
  const mayTrade = config.policy.preset !== 'watch';
  return [
    { file: inputsPath, purpose: 'the inputs of the expert advisor', content, ...(isSecret && { isSecret }) },
    {
      file,
      purpose: 'what the terminal is started with',
      content: start ?? startFile({ symbol: symbol ?? 'EURUSD', mayTrade }),
    },
  ];
}

/** The expert advisor listens where this side connects to, as far as that is this machine. */
function addressesOf({ mt5 }: Config): Inputs {
  const ours = Object.entries({ InpCommandAddress: mt5.command, InpEventsAddress: mt5.events })
    .map(([name, address]) => [name, address.replace(/^tcp:\/\/localhost:/i, 'tcp://127.0.0.1:')] as const)
    .filter(([, address]) => address.startsWith('tcp://127.'));
  return Object.fromEntries(ours);
}

interface PlannedKeys {
  readonly files: readonly FileChange[];
  readonly inputs: Inputs;
  readonly replaces: boolean;
}

/** Keys for both sides, unless both have theirs. @throws Mt5Error CURVE_KEYS_UNUSABLE */
function planCurve(terminal: Terminal, file: string): PlannedKeys {
  const known = findCurveKeys(file);
  const set = findFile(inputsFileOf(terminal));
  const { InpCurveSecretKey = '', InpCurveClientKeys = '' } = set === undefined ? {} : inputsIn(set.content);
  const isKnown = known !== undefined && InpCurveClientKeys.split(',').includes(known.publicKey);
  if (isKnown && isCurveKey(InpCurveSecretKey)) return { files: [], inputs: {}, replaces: false };
  const { keys, terminalSecret = '' } = makeCurveKeys();
  const content = `${JSON.stringify(curveFileContent(keys), null, 2)}\n`;
  return {
    files: [{ file, purpose: 'the keys of this side', content, isSecret: true }],
    inputs: { InpCurveSecretKey: terminalSecret, InpCurveClientKeys: keys.publicKey },
    replaces: known !== undefined,
  };
}

interface PlannedConfig {
  readonly files: readonly FileChange[];
  readonly config: Config;
  readonly byHand: readonly string[];
}

/** @throws ConfigError what is there, or what would be, is no configuration */
function planConfig(choices: Choices, { location, curve }: PlanOptions): PlannedConfig {
  const file = followed(location.file);
  const found = findFile(file);
  const wanted = wantedKeys(choices, curve === true, found === undefined);
  const change = { file, purpose: 'the configuration' };
  if (found === undefined) {
    const content = newConfig(wanted);
    // Later on it may hold a secret.
    return { files: [{ ...change, content, isSecret: true }], config: parseConfig(content, file).config, byHand: [] };
  }
  const { mark, body } = withoutMark(textIn(file, found));
  const changed = changedConfig(body, wanted);
  const config = parseConfig(changed ?? body, file).config;
  if (changed !== undefined) return { files: [{ ...change, content: mark + changed }], config, byHand: [] };
  return { files: [], config, byHand: [`By hand: in ${location.file} set ${linesFor(wanted).join(', ')}`] };
}

function wantedKeys({ preset, login, realAccount }: Choices, curve: boolean, isFirst: boolean): WantedKey[] {
  const { policy } = DEFAULT_CONFIG;
  return [
    ...(login === undefined ? [] : [{ key: 'mt5.login', value: login }]),
    ...(curve ? [{ key: 'mt5.curve', value: true }] : []),
    ...(preset === undefined && !isFirst ? [] : [{ key: 'policy.preset', value: preset ?? policy.preset }]),
    ...(realAccount === undefined
      ? []
      : [
          { key: 'live.enabled', value: true },
          { key: 'live.login', value: realAccount },
        ]),
  ];
}

function planClients(shell: Shell, { clients: chosen }: Choices, server: ServerCommand): FileChange[] {
  return [...new Set(chosen)].map((id) => {
    const client = clients[id];
    const file = followed(resolve(client.file(shell)));
    const found = findFile(file);
    const content = client.add(found && textIn(file, found), server);
    const purpose = `the server in the configuration of ${client.title}`;
    return { file, purpose, content, client: id, ...(found === undefined && { isSecret: true }) };
  });
}

/** The file itself, where somebody keeps it elsewhere and has a link here. @throws CliError SETUP_UNREADABLE */
function followed(file: string): string {
  try {
    return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(file) : file;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'is a link that leads nowhere' : `can't be followed (${code})`;
    throw new CliError('SETUP_UNREADABLE', `${file} ${problem}.`, { cause });
  }
}

/** @throws CliError TERMINAL_FOLDER_WRONG a link leads out of the folder */
function inside(root: string, file: string): string {
  const real = realpathSync(root);
  const target = realOf(file);
  if (target?.startsWith(real + sep)) return file;
  throw new CliError(
    'TERMINAL_FOLDER_WRONG',
    `${file} is a link, or lies behind one, that leads out of ${root}: nothing is written through it.`,
  );
}

/** Where a file is, or would be; undefined behind a link that leads nowhere. */
function realOf(file: string): string | undefined {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    const folder = realOf(dirname(file));
    return folder && join(folder, basename(file));
  }
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

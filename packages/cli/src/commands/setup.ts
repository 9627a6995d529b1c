import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configLocation, dataDirectory, dataFiles, type Preset } from '@mt5-bridge/config';
import { CliError } from '../cli-error.ts';
import { plainText } from '../output/plain-text.ts';
import { apply, applyProduct } from '../setup/apply.ts';
import { compileSteps, nextSteps } from '../setup/by-hand.ts';
import { type Choices, choose, mayAsk } from '../setup/choices.ts';
import type { ClientId } from '../setup/clients/client.ts';
import { clients } from '../setup/clients/index.ts';
import { compile, compiledFile, compileLogFile } from '../setup/compile.ts';
import { changing } from '../setup/found-file.ts';
import { Journal, removeIfEmpty } from '../setup/journal.ts';
import { locked } from '../setup/lock.ts';
import { missingFolders } from '../setup/missing-folders.ts';
import { type Plan, plan } from '../setup/plan.ts';
import { planLines } from '../setup/plan-lines.ts';
import { serverCommand } from '../setup/server-command.ts';
import { undo } from '../setup/undo.ts';
import type { Shell } from '../shell.ts';
import { type PlaceOptions, wordsOf } from '../terminal-options.ts';

export interface SetupOptions extends PlaceOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly terminal?: string | false;
  readonly winePrefix?: string;
  readonly compile: boolean;
  readonly libzmq?: string;
  readonly symbol?: string;
  readonly curve?: boolean;
  readonly preset?: Preset;
  readonly realAccount?: bigint;
  readonly client?: readonly ClientId[];
  readonly mode?: 'live' | 'fake';
  readonly undo?: boolean;
}

/**
 * Installs the expert advisor into a terminal, writes the configuration and registers clients.
 * @throws CliError, ConfigError; what was done until then is in the journal
 */
export async function setup(shell: Shell, options: SetupOptions): Promise<void> {
  const dataDir = resolve(dataDirectory(shell, options.dataDir));
  if (options.undo) return undoSetup(shell, dataDir);
  if (options.curve && options.terminal === false) {
    throw new CliError(
      'USAGE',
      '--curve writes into the terminal: make keys for one elsewhere with `mt5-bridge keys`.',
    );
  }
  refuseIdle(options);
  const asks = mayAsk(shell, options);
  const place = placeOf(shell, options);
  const choices = await choose(shell, options, !existsSync(place.location.file));
  const server = serverCommand(shell, wordsOf({ ...place.named, mode: options.mode }));
  const curveFile = dataFiles(shell, dataDir, '').curve;
  const planned = plan(shell, choices, { ...options, ...place, curveFile, server });
  await shell.stdout.write(`${planLines(planned, shell.stdout).join('\n')}\n\n`);
  if (options.dryRun) {
    await shell.stdout.write('A dry run: nothing was touched.\n');
    return;
  }
  if (asks) await confirm(shell, planned);
  await carryOut(shell, planned, dataDir);
  await end(shell, planned, choices, { mode: options.mode ?? 'live', ...place.named });
}

/** What is about the terminal would do nothing without one. @throws CliError USAGE */
function refuseIdle({ terminal, winePrefix, compile, libzmq, symbol }: SetupOptions): void {
  if (terminal !== false) return;
  const about = { '--wine-prefix': winePrefix, '--no-compile': !compile, '--libzmq': libzmq, '--symbol': symbol };
  const [idle] = Object.entries(about).find(([, value]) => value) ?? [];
  if (idle !== undefined)
    throw new CliError('USAGE', `${idle} is about the terminal, and --no-terminal leaves it out.`);
}

/** The configuration file, and what has to be said to whoever shall find it and the data directory. */
function placeOf(shell: Shell, options: SetupOptions) {
  const { file, namedBy } = configLocation(shell, options.config);
  const data = options.dataDir ?? shell.env.MT5_BRIDGE_DATA_DIR;
  const location = { file: resolve(file), namedBy };
  return {
    location,
    named: {
      ...(namedBy !== 'default' && { config: location.file }),
      ...(data && { dataDir: resolve(dataDirectory(shell, options.dataDir)) }),
    },
  };
}

/** @throws CliError NO_INPUT, NOT_CONFIRMED */
async function confirm({ input }: Shell, { questions, files, needsCompiler }: Plan): Promise<void> {
  const isNothing = !needsCompiler && files.every(({ state }) => state === 'kept');
  for (const question of [...questions, ...(isNothing ? [] : ['Do this'])]) {
    const answer = await input.line(`${question}? Type yes: `);
    if (answer.trim() !== 'yes') throw new CliError('NOT_CONFIRMED', 'Nothing was touched.');
  }
}

async function carryOut(shell: Shell, planned: Plan, dataDir: string): Promise<void> {
  const { files, sources, needsCompiler } = planned;
  const changes = files.filter(({ state }) => state !== 'kept');
  if (changes.length === 0 && !needsCompiler) {
    await shell.stdout.write('Everything is in its place already.\n');
    return;
  }
  const made = missingFolders(dataDir);
  changing(dataDir, () => mkdirSync(join(dataDir, 'setup'), { recursive: true, mode: 0o700 }));
  using _lock = locked(dataDir);
  const journal = new Journal(dataDir);
  for (const folder of made) journal.add({ folder });
  const [ofTerminal, others] = [
    changes.filter(isOfTerminal(sources)),
    changes.filter((one) => !isOfTerminal(sources)(one)),
  ];
  for (const change of ofTerminal) apply(change, journal);
  if (needsCompiler) await compileIn(shell, planned, journal);
  for (const change of others) apply(change, journal);
  if (changes.length > 0)
    await shell.stdout.write(`Files written: ${changes.length}. \`mt5-bridge setup --undo\` takes them back.\n`);
}

const isOfTerminal =
  (sources: readonly string[]) =>
  ({ change }: Plan['files'][number]): boolean =>
    sources.includes(change.file);

async function compileIn(shell: Shell, { terminal, editor, sources }: Plan, journal: Journal): Promise<void> {
  if (terminal === undefined) return;
  let isCompiled = false;
  if (editor !== undefined) {
    await shell.stderr.write('Compiling …\n');
    await applyProduct(compileLogFile(terminal), journal, () =>
      applyProduct(compiledFile(terminal), journal, async () => {
        isCompiled = await compile(shell, terminal, editor, sources);
      }),
    );
  }
  const lines = isCompiled ? ['The expert advisor is compiled.'] : compileSteps(terminal);
  await shell.stdout.write(`${lines.join('\n')}\n`);
}

async function end(
  shell: Shell,
  planned: Plan,
  { clients: chosen }: Choices,
  options: { mode: 'live' | 'fake' } & PlaceOptions,
): Promise<void> {
  const { stdout } = shell;
  for (const line of planned.byHand) await stdout.write(`${plainText(line)}\n`);
  for (const id of new Set(chosen)) await stdout.write(`${clients[id].title}: ${clients[id].next}\n`);
  await stdout.write('\n');
  // Loaded here, since most of what is loaded is for this end.
  const { examineSetup } = await import('../setup/ending.ts');
  const answers = await examineSetup(shell, options);
  const { terminal, needsCompiler } = planned;
  // What answered with --mode fake was no terminal.
  if (!answers || (terminal !== undefined && options.mode === 'fake')) {
    await stdout.write(`\n${nextSteps(shell, planned).join('\n')}\n`);
  } else if (needsCompiler) {
    await stdout.write('\nStart the terminal anew: until then it runs the expert advisor that it has loaded.\n');
  }
}

async function undoSetup({ stdout }: Shell, dataDir: string): Promise<void> {
  const nothing = 'There is nothing to undo.\n';
  if (!Journal.isIn(dataDir)) {
    await stdout.write(nothing);
    return;
  }
  const { files, left, folders } = underLock(dataDir);
  const lines = [
    ...(files.length > 0 ? [`Files that are what they were before, or gone again: ${files.length}.`] : []),
    ...(folders.length > 0 ? [`Folders that setup made, gone again: ${folders.length}.`] : []),
    ...left.map(({ file, backup }) =>
      plainText(`Changed since, so left as it is: ${file}${backup ? ` (what it was before: ${backup})` : ''}`),
    ),
  ];
  await stdout.write(lines.length === 0 ? nothing : `${lines.join('\n')}\n`);
}

function underLock(dataDir: string): ReturnType<typeof undo> {
  const folder = join(dataDir, 'setup');
  const lock = locked(dataDir);
  try {
    const journal = new Journal(dataDir);
    const made = [...journal.entries.values()].flatMap((entry) => ('folder' in entry ? [entry.folder] : []));
    const undone = undo(journal);
    journal.close(new Set(undone.left.flatMap(({ sha256 }) => sha256 ?? [])));
    lock[Symbol.dispose]();
    removeIfEmpty(folder);
    // The data directory itself held the journal until now.
    const around = made.filter((made) => dataDir.startsWith(made));
    for (const folder of around.reverse()) removeIfEmpty(folder);
    return undone;
  } finally {
    lock[Symbol.dispose]();
  }
}

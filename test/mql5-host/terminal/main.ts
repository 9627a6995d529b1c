import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCodeOf, FaultSyntaxError, parseFault, simulationOptions } from '@mt5-bridge/fake-mt5/simulation';
import { build } from '../compile.ts';
import { BuildError } from '../toolchain.ts';
import { SourceError } from '../translator/tokens.ts';
import { type Addresses, type ExpertCommand, FaultRefused, NativeTerminal } from './native-terminal.ts';
import { inputsOf, readCommandLine } from './options.ts';

/**
 * The native expert advisor in a simulated terminal. It takes FakeMT5's command line, prints FakeMT5's ready line and takes
 * faults on standard input as FakeMT5 does, so that it stands wherever FakeMT5 does; besides, standard input takes what a
 * person or the terminal does to an expert, as in {"expert":"reinit"}.
 */
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const tell = (line: string): void => void process.stderr.write(`ea-native: ${line}\n`);
const fail = (error: unknown): void => {
  if (!(error instanceof BuildError || error instanceof SourceError)) process.exit(exitCodeOf(error, tell));
  tell(error.message);
  process.exit(1);
};
/** The expert's own last lines have said why. */
const ended = (problem: string): void => {
  tell(problem);
  process.exit(1);
};
const die = (): void => void process.kill(process.pid, 'SIGKILL');

/** The expert advisor as a program that stands already, such as one with sanitizers; else it is built. */
const ready = process.env.MT5_BRIDGE_EA;

async function run(): Promise<void> {
  const { fake, expert } = readCommandLine(process.argv.slice(2));
  const { preset, set, symbol, timeframe, timerResolution } = expert;
  const built = (): Promise<string> => build({ variant: 'plain', main: expert.main });
  const program = expert.expert ?? (expert.main === undefined ? ready : undefined) ?? (await built());
  const temporary = fake.state === undefined ? mkdtempSync(join(tmpdir(), 'ea-native-')) : undefined;
  const chart = ['--symbol', symbol, '--timeframe', timeframe, '--timer-resolution', timerResolution];
  const inputs = (listened: Partial<Addresses>): string[] =>
    preset === undefined
      ? [...inputsOf({ ...fake, ...listened }), ...set].flatMap((input) => ['--set', input])
      : ['--preset', preset, ...set.flatMap((input) => ['--set', input])];
  const end = async (): Promise<void> => {
    process.stdin.destroy();
    await terminal.stop();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };
  const terminal = new NativeTerminal({
    simulation: simulationOptions(fake),
    program,
    args: (listened) => [...chart, ...inputs(listened)],
    files: join(fake.state ?? temporary ?? '.', 'files'),
    die,
    ended,
    log: tell,
  });
  say({ ready: true, ...(await terminal.start()) });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end().catch(fail));
  control(terminal)
    .then(() => (fake.exitWithStdin ? end() : undefined))
    .catch(fail);
}

/** As FakeMT5: one JSON object a line, each answered with one. */
async function control(terminal: NativeTerminal): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    try {
      say({ done: await obey(terminal, line) });
    } catch (error) {
      if (!(error instanceof FaultSyntaxError || error instanceof FaultRefused)) throw error;
      say({ refused: error.message });
    }
  }
}

async function obey(terminal: NativeTerminal, line: string): Promise<string> {
  const command = parsed(line);
  if (typeof command === 'object' && command !== null && 'expert' in command) {
    terminal.expert(command as ExpertCommand);
    return `${command.expert}`;
  }
  const fault = parseFault(line);
  await terminal.command(fault);
  return fault.fault;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // What is wrong with it, parseFault says.
    return undefined;
  }
}

try {
  await run();
} catch (error) {
  fail(error);
}

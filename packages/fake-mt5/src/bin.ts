#!/usr/bin/env node
import { bindZmq } from '@mt5-bridge/transport-zmq';
import { control } from './command/control.ts';
import { exitCodeOf } from './command/failure.ts';
import { type CommandOptions, guardOf, parseOptions } from './command/options.ts';
import { simulationOptions } from './command/simulation-options.ts';
import { createFakeMt5 } from './fake-mt5.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`fake-mt5: ${line}\n`);

async function run(options: CommandOptions): Promise<void> {
  const simulated = simulationOptions(options);
  const bind = await bindZmq(options);
  const fake = await createFakeMt5({
    ...simulated,
    bind,
    guard: guardOf(options),
    crash: () => void process.kill(process.pid, 'SIGKILL'),
    log: (level, message) => tell(`${level}: ${message}`),
  });
  say(JSON.stringify({ ready: true, command: bind.command, events: bind.events }));

  const end = async (): Promise<void> => {
    process.stdin.destroy();
    await fake.stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end().catch(fail));
  control(process.stdin, fake.faults, say)
    .then(() => (options.exitWithStdin ? end() : undefined))
    .catch(fail);
}

function fail(error: unknown): void {
  process.exit(exitCodeOf(error, tell));
}

try {
  await run(parseOptions(process.argv.slice(2)));
} catch (error) {
  fail(error);
}

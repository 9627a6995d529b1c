#!/usr/bin/env node
import { Mt5Error, systemClock } from '@mt5-bridge/protocol';
import { bindZmq } from '@mt5-bridge/transport-zmq';
import { CommanderError } from 'commander';
import { control } from './command/control.ts';
import { type CommandOptions, guardOf, parseOptions, zoneFor } from './command/options.ts';
import { createFakeMt5 } from './fake-mt5.ts';
import { MarketFileError, readMarketFile } from './market/index.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`fake-mt5: ${line}\n`);

async function run(options: CommandOptions): Promise<void> {
  const { start, seed, speed, loop, state, marginMode, liquidity } = options;
  const zone = zoneFor(options);
  const replay = options.replay.map(readMarketFile);
  const bind = await bindZmq(options);
  const fake = await createFakeMt5({
    clock: systemClock(),
    bind,
    seed,
    replay,
    speed,
    loop,
    zone,
    guard: guardOf(options),
    crash: () => void process.kill(process.pid, 'SIGKILL'),
    ...(start === undefined ? {} : { start: zone.toServer(start) }),
    ...(state === undefined ? {} : { state }),
    ...(marginMode === undefined ? {} : { marginMode }),
    ...(liquidity === undefined ? {} : { liquidity }),
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

/** What another command line would mend. */
const INPUT_CODES: ReadonlySet<string> = new Set(['ADDRESS_INVALID', 'INVALID_PARAMS']);

function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  const isKnown = error instanceof MarketFileError || error instanceof Mt5Error;
  tell(
    isKnown
      ? `${error.code}: ${error.message} ${error.whatToDo}`
      : String(error instanceof Error ? error.stack : error),
  );
  const isInput = error instanceof MarketFileError || (error instanceof Mt5Error && INPUT_CODES.has(error.code));
  process.exit(isInput ? 2 : 1);
}

try {
  await run(parseOptions(process.argv.slice(2)));
} catch (error) {
  fail(error);
}

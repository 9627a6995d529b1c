import { enableCompileCache } from 'node:module';
import { exitCodes } from './exit-codes.ts';
import { shellOf } from './shell.ts';

/** Runs the command line of a process to its end and leaves its exit code. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  // Saves a quarter of the start: the modules of the MCP SDK are large.
  enableCompileCache();
  const shell = shellOf(process);
  const whenGone = (stream: NodeJS.WriteStream, act: () => void) =>
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      act();
    });
  // The reader has gone, as `head` does after its lines: nothing is left to say.
  whenGone(process.stdout, () => process.exit(exitCodes.ok.number));
  // Data has its reader still.
  whenGone(process.stderr, () => {});
  const { failed, run } = await import('./run.ts');
  const crash = (error: unknown) => {
    failed(error, shell).then(
      (code) => process.exit(code),
      // What puts a failure into words could not be loaded: half an installation.
      (worse) => process.stderr.write(`${error}\n${worse}\n`, () => process.exit(exitCodes.failure.number)),
    );
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  const code = await run(process.argv.slice(2), shell);
  // Nothing that is still open (a pipe, a socket, a timer) may hold up the end; what was written is let out first.
  process.stdout.write('', () => process.exit(code));
}

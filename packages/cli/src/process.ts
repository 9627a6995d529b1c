import { enableCompileCache } from 'node:module';
import { exitCodes } from './exit-codes.ts';
import { shellOf } from './shell.ts';

/** Runs the command line of a process to its end and leaves its exit code. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  // Saves a quarter of the start: the modules of the MCP SDK are large.
  enableCompileCache();
  const shell = shellOf(process);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The reader has gone, as `head` does after its lines: nothing is left to say.
      if (error.code !== 'EPIPE') throw error;
      process.exit(exitCodes.ok.number);
    });
  }
  const { failed, run } = await import('./run.ts');
  const crash = (error: unknown) => {
    failed(error, shell).then(
      (code) => process.exit(code),
      () => process.exit(exitCodes.failure.number),
    );
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  const code = await run(process.argv.slice(2), shell);
  // Nothing that is still open (a pipe, a socket, a timer) may hold up the end; what was written is let out first.
  process.stdout.write('', () => process.exit(code));
}

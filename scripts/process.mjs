import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** A failure with a message for the person at the keyboard; printed without a stack. */
export class Failure extends Error {}

/** Progress is for people; stdout belongs to the command that was asked for. */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/** For `stdio`: whatever the program prints goes to stderr, and nothing waits for the keyboard. */
export const quietly = ['ignore', process.stderr, process.stderr];

/** npm starts scripts through a shell, which can end by a signal without passing it on; then nobody waits for us. */
const startedByNpm = process.env.npm_lifecycle_event !== undefined;
const parent = process.ppid;

/**
 * Runs a program to its end and answers `{ code, signal, output }`; `output` holds what it wrote to pipes.
 * Signals meant for this process reach the program, which decides when both end.
 */
export function run(command, args, { stdio = 'inherit', ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio, ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const forward = (signal) => {
      if (reachesGroup(signal)) return;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const orphaned = setInterval(() => {
      if (!startedByNpm || process.ppid === parent) return;
      clearInterval(orphaned);
      child.kill('SIGTERM');
    }, 500);
    const settle = () => {
      clearInterval(orphaned);
      for (const signal of signals) process.off(signal, forward);
    };
    child.once('error', (error) => {
      settle();
      reject(new Failure(`${command} did not start: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      settle();
      resolve({ code, signal, output });
    });
  });
}

/**
 * A Ctrl-C at a terminal is delivered to every process of the group; sending it on would be a second Ctrl-C.
 * Windows consoles do the same, and there `kill` is no signal but the end of the program.
 */
function reachesGroup(signal) {
  if (process.platform === 'win32') return true;
  return signal === 'SIGINT' && [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
}

/** Ends this process the way its program ended. */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code;
}

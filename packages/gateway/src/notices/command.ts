import type { ChildProcessWithoutNullStreams, SpawnOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Clock } from '@mt5-bridge/protocol';
import { outsideText } from '../read/outside-text.ts';
import { DeliveryFailure, type Sink } from './sink.ts';

const LONGEST_MS = 30_000;
/** What it said before its end arrives within this time. */
const LAST_WORDS_MS = 500;
/** Of what it says on stderr, for the log. */
const MOST_SAID = 500;

/** What a program needs to run and to reach its user; no secret of ours is among it. */
const PASSED_ON = new Set(
  [
    ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'TEMP', 'TMP'],
    ...['SYSTEMROOT', 'SYSTEMDRIVE', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'USERNAME'],
    ...['DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'],
  ].map((name) => name.toUpperCase()),
);

export type Spawn = (
  program: string,
  words: readonly string[],
  options: SpawnOptions & { readonly stdio: ['pipe', 'pipe', 'pipe'] },
) => ChildProcessWithoutNullStreams;

export interface CommandOptions {
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  readonly clock: Clock;
  readonly spawn: Spawn;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs the program for each notice, without a shell; it gets the notice as JSON on stdin and has 30 seconds. */
export function createCommandSink({ command, clock, spawn, env }: CommandOptions): Sink {
  const [program, ...words] = command;
  const passed = Object.fromEntries(Object.entries(env).filter(([name]) => PASSED_ON.has(name.toUpperCase())));
  return {
    key: `command ${createHash('sha256').update(JSON.stringify(command)).digest('hex').slice(0, 16)}`,
    name: 'the command',
    deliver: (notice, signal) =>
      new Promise((resolve, reject) => {
        // A group of its own, so that what it starts in turn ends with it.
        const detached = process.platform !== 'win32';
        const options = { env: passed, shell: false, detached, windowsHide: true };
        const child = started(() => spawn(program, words, { ...options, stdio: ['pipe', 'pipe', 'pipe'] }));
        let said = '';
        let problem: string | undefined;
        const end = (why: string) => {
          problem ??= why;
          endGroup(child, detached);
        };
        const cancel = clock.setTimer(LONGEST_MS, () => end(`it did not end within ${LONGEST_MS / 1_000} s`));
        const abort = () => end('the server ends');
        signal.addEventListener('abort', abort, { once: true });
        child.stdout.resume();
        child.stderr.on('data', (chunk: Buffer) => {
          said = (said + chunk.toString()).slice(0, MOST_SAID);
        });
        const settle = (failure: string | undefined) => {
          cancel();
          signal.removeEventListener('abort', abort);
          if (failure === undefined) resolve();
          else reject(new DeliveryFailure(said === '' ? failure : `${failure}: ${outsideText(said).trim()}`));
        };
        child.once('error', (error: NodeJS.ErrnoException) => settle(notRun(error)));
        child.once('exit', (code, by) => {
          const ended = () => settle(problem ?? (code === 0 ? undefined : `it ended with ${code ?? by}`));
          child.once('close', ended);
          // Whoever of its children still holds the pipes is not waited for.
          clock.setTimer(LAST_WORDS_MS, () => {
            child.stdout.destroy();
            child.stderr.destroy();
            ended();
          });
        });
        // One that does not read what it is told has its exit code to say so.
        child.stdin.on('error', () => {});
        child.stdin.end(`${JSON.stringify(notice)}\n`);
      }),
  };
}

const notRun = ({ code, message }: NodeJS.ErrnoException): string => `it cannot be run (${code ?? message})`;

/** Some failures are thrown at once, as that of a .cmd file, which Windows runs by a shell alone. */
function started<T>(start: () => T): T {
  try {
    return start();
  } catch (cause) {
    throw new DeliveryFailure(notRun(cause as NodeJS.ErrnoException));
  }
}

function endGroup(child: ChildProcessWithoutNullStreams, isGroup: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (isGroup) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch (error) {
    // It has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

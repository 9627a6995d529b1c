import { spawn } from 'node:child_process';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams, as they came. */
  readonly output: string;
}

export interface Terms {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Runs a program to its end, however that is. */
export function run(command: string, args: readonly string[], { cwd, env, input = '' }: Terms = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, output }));
    // A program that asks for nothing may have ended already.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** What a program printed. @throws Error when it failed, with all that it said */
export async function printed(command: string, args: readonly string[], terms?: Terms): Promise<string> {
  const { code, stdout, output } = await run(command, args, terms);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-4_000)}`);
  return stdout.trim();
}

export const docker = (...args: string[]): Promise<string> => printed('docker', args);

let isNew: Promise<boolean> | undefined;

/** Compose of either age: the plugin of the docker command, or docker-compose. */
export async function compose(words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  isNew ??= run('docker', ['compose', 'version']).then(({ code }) => code === 0);
  return (await isNew) ? printed('docker', ['compose', ...words], { env }) : printed('docker-compose', words, { env });
}

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Package } from './machine.ts';

export interface Said {
  readonly out: string;
  readonly asked: readonly string[];
}

/** What the command has around it in place of its process. */
export interface Around {
  readonly env: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly home: string;
}

/** Options of the command by their names in its code; `compile` is on unless it is said otherwise. */
export type Options = Readonly<Record<string, unknown>>;

/** Runs `setup` in this process. @param answers what a person types; none: nobody sits there */
export type Setup = (around: Around, options: Options, answers?: readonly string[]) => Promise<Said>;

export function setupOf(shipped: Package): Setup {
  // Node itself loads it, not the test runner.
  const load = createRequire(import.meta.url);
  const { setup } = load(join(shipped.folder, 'dist', 'commands', 'setup.js')) as {
    setup: (shell: object, options: object) => Promise<void>;
  };
  return async (around, options, answers) => {
    const said = { out: '', asked: [] as string[] };
    const rest = [...(answers ?? [])];
    const sink = {
      isTerminal: false,
      width: Number.POSITIVE_INFINITY,
      style: (_: unknown, text: string) => text,
      write: async (text: string) => {
        said.out += text;
      },
    };
    const line = async (question: string) => {
      said.asked.push(question);
      const answer = rest.shift();
      if (answer === undefined) throw new Error(`asked too much: ${question}`);
      return answer;
    };
    const input = { isTerminal: answers !== undefined, line, secret: line };
    const endSignal = () => new AbortController().signal;
    await setup({ ...around, stdout: sink, stderr: sink, input, endSignal }, { compile: true, ...options });
    return said;
  };
}

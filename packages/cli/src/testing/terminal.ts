import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { bin, emptyHome, file } from './command.ts';

const fakeBin = fileURLToPath(new URL('../../../fake-mt5/dist/bin.js', import.meta.url));

/** FakeMT5 as a process of its own, and a place for what is done with it. */
export interface Terminal extends AsyncDisposable {
  /** Options that make a command use it, with rules and a data directory of its own. */
  readonly place: readonly string[];
  readonly config: string;
  readonly dataDir: string;
  /** A fault to inject. */
  fault(line: Readonly<Record<string, unknown>>): void;
}

/** `policy`: lines of the section; limits that look at the past of the simulated account are off. */
export async function startTerminal(policy = '', more = ''): Promise<Terminal> {
  const any = 'tcp://127.0.0.1:*';
  // A day and an hour of its own: on a Friday evening the market would close meanwhile.
  const market = ['--start', '2026-07-15T13:00:00Z', '--speed', '10'];
  const child = spawn(process.execPath, [fakeBin, '--command', any, '--events', any, '--exit-with-stdin', ...market], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { command, events } = JSON.parse(line) as { command: string; events: string };
  const calm = 'max_daily_loss = 0\nmax_open_positions = 0\nmax_total_notional = 0\n';
  const config = file(
    'config.toml',
    `[mt5]\ncommand = "${command}"\nevents = "${events}"\n[policy]\n${calm}${policy}${more}`,
  );
  const dataDir = emptyHome();
  return {
    place: ['--config', config, '--data-dir', dataDir],
    config,
    dataDir,
    fault: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

/** An MCP client of a `serve` of its own. */
export async function serveTo(place: readonly string[]): Promise<Client & AsyncDisposable> {
  const home = emptyHome();
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bin, 'serve', ...place],
    env: { PATH: process.env.PATH ?? '', HOME: home, APPDATA: home },
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

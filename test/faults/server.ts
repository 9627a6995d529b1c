import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Job, Report, ServerSetup } from './jobs.ts';

const program = fileURLToPath(new URL('server-main.ts', import.meta.url));

type Answer = Exclude<Report, { key: 'ready' }> | 'died';

/** One server process of the campaign, started again whenever it was killed. */
export class Server {
  deaths = 0;
  private readonly setup: ServerSetup;
  private readonly waiting = new Map<string, (answer: Answer) => void>();
  private child: ChildProcess | undefined;
  private starting: Promise<void> | undefined;
  private stopped = false;

  constructor(setup: ServerSetup) {
    this.setup = setup;
  }

  /** Resolves once it serves; while it does already, at once. */
  start(): Promise<void> {
    if (this.child !== undefined) return this.starting ?? Promise.resolve();
    const child = spawn(process.execPath, [program, JSON.stringify(this.setup)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child = child;
    child.stdin.on('error', () => {});
    this.starting = new Promise((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const report = JSON.parse(line) as Report;
        if (report.key === 'ready') resolve();
        else this.waiting.get(report.key)?.(report as Answer);
      });
      child.once('exit', () => {
        this.child = undefined;
        if (!this.stopped) this.deaths++;
        resolve();
        for (const tell of [...this.waiting.values()]) tell('died');
      });
    });
    return this.starting;
  }

  ask(job: Job): Promise<Answer> {
    const { child } = this;
    if (child === undefined) return Promise.resolve('died');
    return new Promise((resolve) => {
      this.waiting.set(job.key, (answer) => {
        this.waiting.delete(job.key);
        resolve(answer);
      });
      child.stdin?.write(`${JSON.stringify(job)}\n`);
    });
  }

  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** It does not get to run for so long. */
  freeze(ms: number): void {
    const { child } = this;
    child?.kill('SIGSTOP');
    setTimeout(() => child?.kill('SIGCONT'), ms);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const { child } = this;
    if (child === undefined) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end();
    await ended;
  }
}

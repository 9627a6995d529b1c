import { readFileSync } from 'node:fs';

/** Figures of one measured series. */
export interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly n: number;
}

export function figures(samples: readonly number[]): Figures {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), n: sorted.length };
}

/** Times each of `n` calls, after a warm-up, ms. */
export async function series(n: number, call: () => Promise<unknown>, warmUp = Math.min(200, n)): Promise<number[]> {
  for (let i = 0; i < warmUp; i++) await call();
  const samples: number[] = [];
  for (let i = 0; i < n; i++) {
    const start = performance.now();
    await call();
    samples.push(performance.now() - start);
  }
  return samples;
}

/** One line of the report: what was measured, against what, and what the design wants. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
  readonly ratio?: number;
  readonly reach: string;
}

export interface Case {
  readonly name: string;
  run(): Promise<Row[]>;
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(3) : value.toFixed(1)} ms`;

/** Resident memory of a process; Linux only, elsewhere the figure is absent. */
export function residentMb(pid: number): string {
  if (process.platform !== 'linux') return 'unknown';
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return `${(Number(kb) / 1024).toFixed(0)} MB`;
}

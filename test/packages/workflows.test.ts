import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { newFolder, root } from './tarballs.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string | readonly string[];
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(root, '.github/workflows');
const names = readdirSync(folder);
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const read = (name: string): Workflow => parse(textOf(name)) as Workflow;
const jobsOf = (name: string): Job[] => Object.values(read(name).jobs);
const stepsOf = (name: string): Step[] => jobsOf(name).flatMap(({ steps = [] }) => steps);

const validator = join(root, 'test/node_modules/@action-validator/cli/cli.mjs');
const validate = (file: string) => promisify(execFile)(process.execPath, [validator, file], { cwd: root });

test('there are workflows', () => expect(names.length).toBeGreaterThan(3));

describe.each(names)('%s', (name) => {
  test('is a workflow, for the schema', async () => {
    // A permission that is younger than the validator's schema.
    const known = join(newFolder(), name);
    writeFileSync(known, textOf(name).replaceAll(/^ +attestations: write\n/gm, ''));
    await expect(validate(known)).resolves.toBeDefined();
  });

  test('takes every action at a commit, with its version beside it', () => {
    const used = [...textOf(name).matchAll(/uses: (\S+)(.*)$/gm)].filter(([, what = '']) => !what.startsWith('./'));
    const loose = used.filter(
      ([, what = '', comment = '']) => !/@[0-9a-f]{40}$/.test(what) || !/^ # v\d+\.\d+\.\d+$/.test(comment),
    );
    expect(loose.map(([line]) => line)).toEqual([]);
  });

  test('may read and nothing else, where no job says more', () => {
    expect(read(name).permissions).toEqual({ contents: 'read' });
  });

  test('ends in time, and not beside itself', () => {
    const { concurrency, jobs } = read(name);
    expect(concurrency).toBeDefined();
    const endless = Object.entries(jobs).filter(([, job]) => !job.uses && job['timeout-minutes'] === undefined);
    expect(endless).toEqual([]);
  });

  test("leaves no token in the checkout, and takes no stranger's words into a shell", () => {
    const checkouts = stepsOf(name).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
    expect(stepsOf(name).filter(({ run }) => run?.includes('${{'))).toEqual([]);
    expect(Object.keys(read(name).on)).not.toContain('pull_request_target');
  });

  test('runs what is there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const commands = stepsOf(name).map(({ run = '' }) => run);
    const tasks = commands.flatMap((run) => [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, task = '']) => task));
    expect(tasks.filter((task) => !Object.hasOwn(scripts, task))).toEqual([]);
    const called = jobsOf(name).flatMap(({ uses }) => (uses?.startsWith('./') ? [uses] : []));
    const paths = commands.flatMap((run) => [...run.matchAll(/(?<![\w./-])(?:docker|test|scripts|\.ci)\/[\w./-]+/g)]);
    const wanted = [...called, ...paths.map(([path]) => path)].filter((path) => path !== 'docker/libzmq/build');
    expect(wanted.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const needed = jobsOf(name).flatMap(({ needs = [] }) => needs);
    expect(needed.filter((job) => !Object.hasOwn(read(name).jobs, job))).toEqual([]);
  });
});

test('one action has one commit in all of them', () => {
  const pins = new Map<string, Set<string>>();
  for (const { uses } of names.flatMap(stepsOf)) {
    const [action = '', commit = ''] = (uses ?? '').split('@');
    if (commit !== '') pins.set(action, (pins.get(action) ?? new Set()).add(commit));
  }
  expect([...pins].filter(([, commits]) => commits.size > 1)).toEqual([]);
});

test('who may publish to npm has no other right, no checkout and no secret', () => {
  const { npm } = read('release.yml').jobs;
  expect(npm?.permissions).toEqual({ 'id-token': 'write' });
  expect(npm?.steps?.filter(({ uses }) => uses?.startsWith('actions/checkout@'))).toEqual([]);
  expect(textOf('release.yml')).not.toContain('secrets.');
});

test('the validator would notice', async () => {
  const broken = join(root, 'test/packages/fixtures/broken-workflow.yml');
  await expect(validate(broken)).rejects.toThrow();
});

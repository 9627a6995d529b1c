import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { build, syntaxErrors } from '../compile.ts';
import { translate } from './translate.ts';

const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-translate-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, source: string): string {
  writeFileSync(join(folder, name), source);
  return join(folder, name);
}

describe.skipIf(process.platform !== 'linux')('a program', { timeout: 180_000 }, () => {
  const run = async (name: string): Promise<{ code: number | null; said: string }> => {
    const main = join(import.meta.dirname, `fixtures/${name}.mq5`);
    const { status, stdout, stderr } = spawnSync(await build({ variant: 'plain', main, runner: 'bare' }), {
      encoding: 'utf8',
    });
    return { code: status, said: `${stdout}${stderr}` };
  };

  test('means in C++ what it means in MQL5', async () => {
    const { code, said } = await run('Language');
    expect(said).toMatch(/done\n$/);
    expect(said).not.toContain('wrong');
    expect(code).toBe(0);
  });

  test('ends where it indexes beyond an array, and says where that is', async () => {
    const { code, said } = await run('OutOfRange');
    expect(said).toContain('OutOfRange.mq5:6');
    expect(code).toBe(42);
  });

  test('ends where it divides by zero', async () => {
    expect(await run('ZeroDivide')).toEqual({ code: 43, said: 'critical error: zero divide\n' });
  });

  test('calls libraries by their symbols, and never with a length beyond its array', async () => {
    const { code, said } = await run('Library');
    expect(said).toMatch(/\b4 0\b/);
    expect(said).toContain('zmq_poll: length 48 over an array of 24 bytes');
    expect(said).toContain('Library.mq5:30');
    expect(code).toBe(42);
  });

  test('is built anew only where something changed', async () => {
    const main = write('Again.mq5', 'void OnStart() { Print("one"); }\n');
    const program = await build({ variant: 'plain', main, runner: 'bare' });
    const first = statSync(program).mtimeMs;
    await build({ variant: 'plain', main, runner: 'bare' });
    expect(statSync(program).mtimeMs).toBe(first);
    write('Again.mq5', 'void OnStart() { Print("two"); }\n');
    await build({ variant: 'plain', main, runner: 'bare' });
    expect(spawnSync(program, { encoding: 'utf8' }).stderr).toContain('two');
  });

  test('has its errors on its own lines', async () => {
    write('Wrong.mqh', '#ifndef WRONG_MQH\n#define WRONG_MQH\n\nint Twice(int a)\n  {\n   return(a*b);\n  }\n#endif\n');
    const said = await syntaxErrors(
      write('Wrong.mq5', '#include "Wrong.mqh"\n\nvoid OnStart()\n  {\n   Twice("x");\n  }\n'),
    );
    expect(said).toMatch(/Wrong\.mqh:6: error: .*b.* was not declared/);
    expect(said).toMatch(/Wrong\.mq5:5: error: /);
  });
});

test('without g++ the refusal says what to install', async () => {
  const path = process.env.PATH;
  try {
    process.env.PATH = folder;
    await expect(syntaxErrors(write('Small.mq5', 'int g_a=1;\n'))).rejects.toThrow('apt-get install g++ libzmq3-dev');
  } finally {
    process.env.PATH = path;
  }
});

test.each([
  ['#include "Absent.mqh"\n', /1:1: Absent\.mqh is not in /],
  ['#ifdef A\n', /1:1: this condition has no #endif/],
  ['\n#endif\n', /2:1: #endif without #ifdef/],
  ['#else\n', /1:1: #else without #ifdef/],
  ['#define A 1\n#define A 2\n', /2:9: A is defined already/],
  ['#define A 1\n#undef A\n', /2:1: #undef A/],
  ['#pragma once\n', /1:1: #pragma is no directive of MQL5/],
  ['#import "a.dll"\nint f(int a);\n', /#import "a\.dll" is not closed/],
  ['#import "a.dll"\nint f(int a[]);\n#import\n', /2:7: an array is passed by reference/],
  ['#import "a.dll"\nint g_a;\n#import\n', /2:1: between #import lines stand prototypes only/],
  ['int g_a[2][3];\n', /1:5: arrays have one dimension/],
  ['void F(int a[]) {}\n', /1:12: an array parameter is a reference/],
  ['enum { A };\n', /1:1: this enum has no name/],
  ['class C { enum E { A }; };\n', /1:16: enumerations stand at global level/],
  ['input int InpA;\n', /1:11: the input InpA has no default/],
  ['input int InpA=1,InpB=2;\n', /1:11: one input a line/],
  ['void F()\n  {\n   if(true\n  }\n', /3:6: "\(" is never closed/],
  ['void F()\n  {\n   int a=1\n  }\n', /4:3: ";" was expected before "}"/],
  ['int F() { return("\\q"); }\n', /1:18: \\q is no escape sequence/],
  ["datetime g_a=D'yesterday';\n", /1:14: a date is/],
  ["color g_a=C'1,2';\n", /1:11: C'red,green,blue'/],
  ["int g_a='ab';\n", /1:9: cannot read/],
  ['struct S { int a; } g_s;\n', /1:21: struct S declares a type and nothing else/],
])('refuses %j at its place', (source, message) => {
  const main = write('Refused.mq5', source);
  expect(() => translate(main, { includes: [], root: folder, symbols: new Map() })).toThrow(message);
});

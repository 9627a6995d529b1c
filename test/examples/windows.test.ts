import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { oldestNode } from 'mt5-bridge';
import { describe, expect, it } from 'vitest';
import { bridgeBin } from '../support/processes.ts';
import { declaredIn, type PsScript, powershellParser } from './powershell.ts';
import { rules } from './powershell-rules.ts';

const folder = fileURLToPath(new URL('../../examples/windows/', import.meta.url));
const parse = await powershellParser();
const scripts = readdirSync(folder).map((name) => parse(name, readFileSync(folder + name, 'utf8')));
const moduleOf = (name: string): PsScript => {
  const found = scripts.find((script) => script.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const module = moduleOf('Mt5Bridge.psm1');

describe.each(scripts.map((script) => [script.name, script] as const))('%s', (_, script) => {
  it.each(Object.entries(rules))('%s', (_, rule) => expect(rule(script, module)).toEqual([]));
});

const strict = "Set-StrictMode -Version Latest\n$ErrorActionPreference = 'Stop'\n";

/** For each rule scripts that it must find wrong. */
const bad: Readonly<Record<keyof typeof rules, readonly string[]>> = {
  'can be parsed': ['if ($true) {', 'Get-Item -Path (', '$a = @{ b = 1'],
  'is ASCII, which every PowerShell reads alike': ["Write-Host 'schon f\u00fcr dich'"],
  'is strict, and stops at the first error': ['Set-StrictMode -Version 1\n', 'Set-StrictMode -Version Latest\n'],
  'can be tried with -WhatIf and undone, if it changes anything': [
    "[CmdletBinding(SupportsShouldProcess)]\nparam()\nRemove-Item -LiteralPath 'x'",
    "param([switch]$Undo)\nRemove-Item -LiteralPath 'x'",
  ],
  'asks ShouldProcess before each change': [
    "Remove-Item -LiteralPath 'x'",
    "if ($PSCmdlet.ShouldProcess('x', 'y')) { Write-Host 'z' } else { Remove-Item -LiteralPath 'x' }",
    "if ($x) { Invoke-Program -File 'format.com' -Words 'c:' }",
    "function Get-Nothing {\n  Remove-Item -LiteralPath 'x'\n}\nGet-Nothing",
    "Get-ScheduledTask -TaskName 'x' | ForEach-Object { Stop-ScheduledTask -TaskName 'x' }",
  ],
  'knows no password': [
    "$password = 'hunter2'",
    "ConvertTo-SecureString -String 'x' -AsPlainText -Force",
    "Register-ScheduledTask -TaskName 'x' -Password $secret",
    "Set-ItemProperty -Path 'HKLM:\\x' -Name DefaultPassword -Value $x",
  ],
  'runs no text as a program': ['Invoke-Expression $text', 'iex $text'],
  'downloads by HTTPS alone, and checks what it keeps': [
    "Invoke-WebRequest -Uri 'http://example.com/x' -UseBasicParsing",
    "Invoke-WebRequest -Uri 'https://example.com/x.exe' -OutFile 'x.exe'",
    "function Save-It {\n  Invoke-WebRequest -Uri 'https://example.com/x.exe' -OutFile 'x.exe'\n}\nAssert-Signer -File 'y' -Signer 'z'",
  ],
  'uses approved verbs': ['function Download-It {\n  Get-Place\n}'],
  'uses commands and parameters that Windows PowerShell 5.1 has': [
    'Get-Magic',
    "Get-Content -LiteralPath 'x' -AsByteStream",
    'Test-Task -Nmae x',
    "$task = @{ TaskNam = 'x' }\nRegister-ScheduledTask @task",
    "$words | Out-Fiel -FilePath 'x'",
  ],
};

describe.each(Object.keys(rules))('the rule "%s"', (name) => {
  it.each(bad[name] ?? [])('finds %j wrong', (text) => {
    expect(rules[name]?.(parse('0-Get-Bad.ps1', text), module)).not.toEqual([]);
  });

  it('has something that it finds wrong', () => expect(bad[name]?.length).toBeGreaterThan(0));

  it('finds nothing in a good script', () => {
    const good = `[CmdletBinding(SupportsShouldProcess)]
param(
    [switch]$Undo
)
${strict}if ($Undo -and $PSCmdlet.ShouldProcess('x', 'remove')) { Remove-Task -Name 'x' }
`;
    expect(rules[name]?.(parse('0-Get-Good.ps1', good), module)).toEqual([]);
  });
});

it.skipIf(process.platform !== 'win32')('is read by PowerShell itself (on Windows)', async () => {
  const files = scripts.map(({ name }) => `'${(folder + name).replaceAll("'", "''")}'`).join(',');
  const parser = '[System.Management.Automation.Language.Parser]::ParseFile';
  const command = `foreach ($file in ${files}) { $wrong = $null; [void]${parser}($file, [ref]$null, [ref]$wrong); $wrong }`;
  const { stdout } = await promisify(execFile)('powershell.exe', ['-NoProfile', '-Command', command]);
  expect(stdout).toBe('');
});

it('asks for the Node that mt5-bridge needs', () => {
  expect(module.text).toContain(`$oldest = [version]'${oldestNode}'`);
});

it('names no script that is not there', () => {
  const named = scripts.flatMap(({ text }) => [...text.matchAll(/\b[\w-]+\.psm?1\b/g)].map(([name]) => name));
  expect(named.filter((name) => !scripts.some((script) => script.name === name))).toEqual([]);
});

const page = readFileSync(fileURLToPath(new URL('../../docs/windows.md', import.meta.url)), 'utf8');
const blocks = [...page.matchAll(/^```powershell\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const onPage = blocks.map((block, index) => parse(`block ${index + 1} of docs/windows.md`, block));

describe('docs/windows.md', () => {
  const rulesOfBlocks = ['can be parsed', 'knows no password', 'runs no text as a program'];

  it.each(rulesOfBlocks)('%s', (rule) => {
    expect(onPage.flatMap((block) => rules[rule]?.(block, module))).toEqual([]);
  });

  const own = (name: string) => scripts.find((script) => `.\\${script.name}` === name);

  it('uses commands and parameters that are there', () => {
    const rule = rules['uses commands and parameters that Windows PowerShell 5.1 has'];
    const others = onPage.map((block) => ({ ...block, commands: block.commands.filter(({ name }) => !own(name)) }));
    expect(others.flatMap((block) => rule?.(block, module))).toEqual([]);
  });

  it('gives scripts the parameters that they have', () => {
    const wrong = onPage.flatMap(({ commands }) =>
      commands.flatMap(({ name, parameters, text }) => {
        const script = own(name);
        if (script === undefined) return name.startsWith('.\\') ? [text] : [];
        return parameters.some(
          (parameter) => !parameter.startsWith('-') && ![...declaredIn(script.root), 'WhatIf'].includes(parameter),
        )
          ? [text]
          : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('leads through every script, and back', () => {
    const steps = scripts.map(({ name }) => name).filter((name) => /^\d-/.test(name));
    expect(steps.length).toBeGreaterThan(5);
    const commands = onPage.flatMap((block) => block.commands);
    const named = (name: string, undo: boolean) =>
      commands.some((command) => command.name === `.\\${name}` && command.parameters.includes('Undo') === undo);
    expect(steps.filter((name) => !named(name, false))).toEqual([]);
    expect(steps.filter((name) => !named(name, true))).toEqual([]);
  });
});

describe('mt5-bridge takes what the scripts give it', () => {
  // As PowerShell has it: words in quotes with commas between them are words.
  const plain = scripts.map(({ text }) => text.replace(/['",()\r]/g, ' ')).join('\n');
  const calls = new Map<string, Set<string>>();
  for (const [line, words = ''] of plain.matchAll(
    /(?:bin\.js|Invoke-Bridge\.ps1|\{0\}) +([a-z]+(?: (?!-)[a-z]+)?)(?: .*)?$/gm,
  )) {
    const options = calls.get(words) ?? new Set();
    for (const [, option = ''] of line.matchAll(/ (--[a-z-]+)/g)) options.add(option);
    calls.set(words, options);
  }

  it('finds them', () => {
    expect([...calls.keys()]).toEqual(expect.arrayContaining(['serve', 'setup', 'config check', 'doctor']));
  });

  it.each([...calls])('%s', async (words, options) => {
    const { stdout } = await promisify(execFile)(process.execPath, [bridgeBin, ...words.split(' '), '--help']);
    const [name = ''] = words.split(' ');
    expect(stdout).toMatch(new RegExp(`^Usage: mt5-bridge ${name}\\b`));
    expect([...options].filter((option) => !stdout.includes(option))).toEqual([]);
  });
});

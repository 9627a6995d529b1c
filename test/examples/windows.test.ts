import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { oldestNode } from '../../packages/cli/src/node-version.ts';
import { type PsScript, powershellParser } from './powershell.ts';
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

it('asks for the Node that mt5-bridge needs', () => {
  expect(module.text).toContain(`$oldest = [version]'${oldestNode}'`);
});

it('names no script that is not there', () => {
  const named = scripts.flatMap(({ text }) => [...text.matchAll(/\b[\w-]+\.psm?1\b/g)].map(([name]) => name));
  expect(named.filter((name) => !scripts.some((script) => script.name === name))).toEqual([]);
});

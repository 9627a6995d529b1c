import {
  all,
  declaredIn,
  functionAround,
  isAsked,
  keysOf,
  type PsCommand,
  type PsScript,
  windowsPowerShell,
} from './powershell.ts';

/** What a rule finds wrong, a sentence each; nothing where all is well. `module` is what the scripts import. */
export type Rule = (script: PsScript, module: PsScript) => string[];

// learn.microsoft.com, "Approved verbs for PowerShell commands"
const VERBS = new Set(
  `Add Clear Close Copy Enter Exit Find Format Get Hide Join Lock Move New Open Optimize Pop Push Redo Remove Rename Reset
  Resize Search Select Set Show Skip Split Step Switch Undo Unlock Watch Connect Disconnect Read Receive Send Write Backup
  Checkpoint Compare Compress Convert ConvertFrom ConvertTo Dismount Edit Expand Export Group Import Initialize Limit Merge
  Mount Out Publish Restore Save Sync Unpublish Update Debug Measure Ping Repair Resolve Test Trace Approve Assert Build
  Complete Confirm Deny Deploy Disable Enable Install Invoke Register Request Restart Resume Start Stop Submit Suspend
  Uninstall Unregister Wait Block Grant Protect Revoke Unblock Unprotect Use`.split(/\s+/),
);

const CHANGES =
  /^(Add|Clear|Copy|Disable|Enable|Expand|Export|Install|Invoke|Move|New|Register|Remove|Rename|Restart|Set|Start|Stop|Uninstall|Unregister)-/;
/** They carry such a verb, and change nothing outside their own script. */
const HARMLESS = new Set(
  `Set-StrictMode Start-Sleep New-Object New-TimeSpan New-ScheduledTaskAction New-ScheduledTaskPrincipal
  New-ScheduledTaskSettingsSet New-ScheduledTaskTrigger Export-ModuleMember`.split(/\s+/),
);

/** Of common parameters those that are used. */
const COMMON = new Set(['ErrorAction', 'WhatIf', 'Confirm', 'Verbose']);

const at = ({ name }: PsScript, { line }: { line: number }, what: string) => `${name}:${line} ${what}`;

/** Functions of ours that change something without having asked: whoever calls them has to. */
function changingFunctions(script: PsScript, module: PsScript): Set<string> {
  // It runs any program.
  const found = new Set(['Invoke-Program']);
  const both = [...script.commands, ...module.commands];
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const command of both) {
      const around = functionAround(command.node);
      if (around !== undefined && changes(command, found) && !isAsked(command.node)) {
        found.add(all(around, 'function_name')[0]?.text ?? '');
      }
    }
  }
  return found;
}

const changes = ({ name }: PsCommand, ours: ReadonlySet<string>): boolean =>
  ours.has(name) || (name in windowsPowerShell.commands && CHANGES.test(name) && !HARMLESS.has(name));

function changesOf(script: PsScript, module: PsScript): PsCommand[] {
  const ours = changingFunctions(script, module);
  return script.commands.filter((command) => changes(command, ours) && functionAround(command.node) === undefined);
}

export const rules: Readonly<Record<string, Rule>> = {
  'can be parsed': (script) => {
    const wrong = [
      ...all(script.root, 'ERROR'),
      ...script.root.descendantsOfType('*').filter((node) => node?.isMissing),
    ];
    const first = wrong[0] ?? (script.root.hasError ? script.root : undefined);
    return first === undefined
      ? []
      : [at(script, { line: first.startPosition.row + 1 }, `cannot be parsed: ${first.text}`)];
  },

  'is ASCII, which every PowerShell reads alike': ({ name, text }) =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is meant.
    /^[\x00-\x7f]*$/.test(text) ? [] : [`${name} holds other characters`],

  'is strict, and stops at the first error': (script) => [
    ...(script.commands.some(({ text }) => text === 'Set-StrictMode -Version Latest')
      ? []
      : [`${script.name}: no strict mode`]),
    ...(/^\$ErrorActionPreference = 'Stop'\r?$/m.test(script.text) ? [] : [`${script.name}: goes on after errors`]),
  ],

  'can be tried with -WhatIf and undone, if it changes anything': (script, module) => {
    if (changesOf(script, module).length === 0) return [];
    const asks = /^\[CmdletBinding\(SupportsShouldProcess\)\]\r?$/m.test(script.text);
    return [
      ...(asks ? [] : [`${script.name} changes something and has no SupportsShouldProcess`]),
      ...(declaredIn(script.root).includes('Undo') ? [] : [`${script.name} changes something and has no -Undo`]),
    ];
  },

  'asks ShouldProcess before each change': (script, module) =>
    changesOf(script, module)
      .filter(({ node }) => !isAsked(node))
      .map((command) => at(script, command, `changes without asking: ${command.text}`)),

  'knows no password': (script) => [
    ...[...script.text.matchAll(/^.*(AsPlainText|\$\w*passw\w*\s*=\s*['"]).*$/gim)].map(
      ([line]) => `${script.name}: ${line.trim()}`,
    ),
    ...script.commands
      .filter(({ parameters }) => parameters.some((name) => /^(password|credential)$/i.test(name)))
      .map((command) => at(script, command, `hands a password over: ${command.text}`)),
    ...script.commands
      .filter(({ name, text }) => /^(Set|New)-ItemProperty$/.test(name) && /DefaultPassword/i.test(text))
      .map((command) => at(script, command, 'writes a password into the registry')),
  ],

  'runs no text as a program': (script) =>
    script.commands
      .filter(({ name, text }) => /^(iex|Invoke-Expression)$/i.test(name) || /\[scriptblock\]::Create/i.test(text))
      .map((command) => at(script, command, `runs text: ${command.text}`)),

  'downloads by HTTPS alone, and checks what it keeps': (script) => [
    ...[...script.text.matchAll(/http:\/\/(?!127\.0\.0\.1|localhost)\S+/g)].map(
      ([address]) => `${script.name}: ${address}`,
    ),
    ...script.commands
      .filter(
        ({ name, parameters }) =>
          /^(Invoke-WebRequest|Invoke-RestMethod|Start-BitsTransfer)$/.test(name) &&
          (parameters.includes('OutFile') || name === 'Start-BitsTransfer'),
      )
      .filter(({ node }) => {
        const scope = functionAround(node);
        return !script.commands.some(
          ({ name, node: other }) => name === 'Assert-Signer' && functionAround(other)?.id === scope?.id,
        );
      })
      .map((command) => at(script, command, `keeps what nobody has checked: ${command.text}`)),
  ],

  'uses approved verbs': (script) => {
    const own = script.name.replace(/^\d-|\.psm?1$/g, '');
    const names = [...script.functions.keys(), ...(script.name.endsWith('.ps1') ? [own] : [])];
    return names.filter((name) => !VERBS.has(name.split('-')[0] ?? '')).map((name) => `${script.name}: ${name}`);
  },

  'uses commands and parameters that Windows PowerShell 5.1 has': (script, module) =>
    script.commands.flatMap((command) => {
      const { name, parameters, splatted } = command;
      // A program, by its name or in a variable.
      if (name === '' || name.startsWith('$') || name.startsWith('(') || name.endsWith('.exe')) return [];
      const ours = script.functions.get(name) ?? module.functions.get(name);
      const known = ours === undefined ? windowsPowerShell.commands[name] : declaredIn(ours);
      if (known === undefined) return [at(script, command, `unknown command ${name}`)];
      return [...parameters, ...splatted.flatMap((variable) => keysOf(script, variable))]
        .filter((parameter) => !known.includes(parameter) && !COMMON.has(parameter))
        .map((parameter) => at(script, command, `${name} has no -${parameter}`));
    }),
};

import { CliError } from '../cli-error.ts';
import { type Examined, examine } from '../doctor/check.ts';
import { checks } from '../doctor/checks/index.ts';
import { Patient } from '../doctor/patient.ts';
import { findingLines, verdict } from '../doctor/report.ts';
import { smokeChecks } from '../doctor/smoke/checks.ts';
import { exitClassOf, exitCodes } from '../exit-codes.ts';
import { plainJson } from '../output/plain-text.ts';
import type { Shell } from '../shell.ts';
import type { TerminalOptions } from '../terminal-options.ts';

export interface DoctorOptions extends TerminalOptions {
  readonly json?: boolean;
  readonly smokeTrade?: boolean;
  readonly realAccount?: bigint;
}

/** What a Ctrl-C leaves to the smoke trade for closing its position. */
const CLEAN_UP_MS = 60_000;

/** Examines an installation. @returns the exit code of the first failure; warnings don't count */
export async function doctor(
  shell: Shell,
  { json, smokeTrade = false, realAccount, ...options }: DoctorOptions,
): Promise<number> {
  if (realAccount !== undefined && !smokeTrade) throw new CliError('USAGE', '--real-account is for --smoke-trade.');
  const { stdout, stderr } = shell;
  const patient = new Patient(shell, options, realAccount);
  const findings: Examined[] = [];
  const progress = progressOn(stderr);
  const examination = smokeTrade
    ? examine([...checks, ...smokeChecks], patient, progress.show, shell.endSignal(CLEAN_UP_MS))
    : examine(checks, patient, progress.show);
  for await (const finding of examination) {
    await progress.clear();
    findings.push(finding);
    if (!json) await stdout.write(findingLines(finding, stdout));
  }
  const failed = findings.find((finding) => finding.status === 'fail');
  if (json) await stdout.write(`${plainJson({ ok: failed === undefined, checks: findings }, 2)}\n`);
  else await stdout.write(`\n${verdict(findings)}\n`);
  return exitCodes[failed === undefined ? 'ok' : exitClassOf(failed.error)].number;
}

/** What is being looked at, in a line that goes away again. */
function progressOn(out: Shell['stderr']) {
  const toTerminal = async (text: string) => {
    if (out.isTerminal) await out.write(`\r\u001b[K${text}`);
  };
  return { show: (title: string) => toTerminal(out.style('dim', `… ${title}`)), clear: () => toTerminal('') };
}

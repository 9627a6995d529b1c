import { examine } from '../doctor/check.ts';
import { checks } from '../doctor/checks/index.ts';
import { Patient } from '../doctor/patient.ts';
import { findingLines, verdict } from '../doctor/report.ts';
import type { Shell } from '../shell.ts';
import type { TerminalOptions } from '../terminal-options.ts';

/**
 * Runs doctor's checks. A terminal that does not run is no fault of setup's: there they end.
 * @returns whether something listened where the terminal is to be
 */
export async function examineSetup(shell: Shell, options: TerminalOptions): Promise<boolean> {
  const { stdout } = shell;
  const findings = [];
  for await (const finding of examine(checks, new Patient(shell, options), async () => {})) {
    if (finding.check === 'SOCKETS' && finding.status === 'fail') return false;
    findings.push(finding);
    await stdout.write(findingLines(finding, stdout));
  }
  await stdout.write(`\n${verdict(findings)}\n`);
  return true;
}

import type { Out, Style } from '../output/out.ts';
import { plainText } from '../output/plain-text.ts';
import type { Examined } from './check.ts';

const marks: Readonly<Record<Examined['status'], readonly [mark: string, style: Style]>> = {
  ok: ['✔', 'green'],
  warn: ['!', 'yellow'],
  fail: ['✘', 'red'],
  skip: ['–', 'dim'],
};

/** One finding for a person. */
export function findingLines(finding: Examined, out: Pick<Out, 'style'>): string {
  const [mark, style] = marks[finding.status];
  const lines = [`${out.style(style, `${mark} ${finding.title}`)}  ${plainText(finding.found)}`];
  if (finding.status === 'fail') lines.push(`    ${out.style('bold', finding.error)}`);
  if ('what_to_do' in finding) lines.push(`    What to do: ${finding.what_to_do}`);
  return `${lines.join('\n')}\n`;
}

export function verdict(findings: readonly Examined[]): string {
  const count = (status: Examined['status']) => findings.filter((finding) => finding.status === status).length;
  const failed = count('fail');
  const warned = count('warn');
  if (failed + warned === 0) return 'Everything is in order.';
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warned > 0 ? [`${warned} ${warned === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return `${parts.join(', ')}.`;
}

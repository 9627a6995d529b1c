import type { Out } from '../output/out.ts';
import { plainText } from '../output/plain-text.ts';
import type { Looked } from './look.ts';
import type { Plan } from './plan.ts';

const MARKS: Readonly<Record<Looked['state'], string>> = { new: '+', changed: '~', kept: '=' };
/** More files of one kind than these are counted. */
const MOST_NAMED = 3;

/** What there is, what changes and what stays. No content is shown: some of it is secret. */
export function planLines(plan: Plan, out: Pick<Out, 'style'>): string[] {
  const { terminal, files, needsCompiler, editor } = plan;
  const place = terminal === undefined ? [] : [`Terminal: ${plainText(terminal.data)}`, ...programLine(plan)];
  const groups = Map.groupBy(files, ({ change, state }) => `${state} ${change.purpose}`);
  const changes = [...groups.values()].flatMap((group) => groupLines(group, out));
  const compiles = needsCompiler
    ? [`> compiled  the expert advisor, ${editor === undefined ? 'by hand' : `by ${plainText(editor)}`}`]
    : [];
  const notes = [...plan.questions, ...plan.byHand].map((line) => out.style('yellow', `! ${plainText(line)}`));
  return [...place, ...changes, ...compiles, ...notes];
}

function programLine({ terminal }: Plan): string[] {
  if (terminal?.program === terminal?.data) return ['Portable: its program is there too.'];
  return [`Its program: ${plainText(terminal?.program ?? 'not found')}`];
}

function groupLines(group: readonly Looked[], out: Pick<Out, 'style'>): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { state, change } = first;
  const head = `${MARKS[state]} ${state.padEnd(8)}  ${change.purpose}`;
  const named =
    group.length > MOST_NAMED
      ? [`    ${group.length} files, such as ${plainText(change.file)}`]
      : group.map((one) => `    ${plainText(one.change.file)}`);
  return [out.style(state === 'kept' ? 'dim' : 'bold', head), ...named];
}

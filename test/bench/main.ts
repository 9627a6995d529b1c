import { bars } from './cases/bars.ts';
import { expert } from './cases/expert.ts';
import { orderPath } from './cases/order.ts';
import { quote } from './cases/quote.ts';
import { start } from './cases/start.ts';
import { updates } from './cases/updates.ts';
import { wire } from './cases/wire.ts';
import type { Row } from './harness.ts';

/** `npm run bench [case…]`: ratios against the bare parts, measured in the same run on the same machine. */
const cases = [wire, expert, quote, orderPath, updates, bars, start];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !cases.some((one) => one.name === name));
if (unknown.length > 0) {
  process.stderr.write(`No such case: ${unknown.join(', ')}. There are ${cases.map(({ name }) => name).join(', ')}.\n`);
  process.exit(2);
}

const rows: Row[] = [];
for (const one of cases) {
  if (wanted.length > 0 && !wanted.includes(one.name)) continue;
  process.stderr.write(`measuring ${one.name} …\n`);
  rows.push(...(await one.run()));
}
const cells = rows.map(({ what, measured, against, ratio, reach }) => [
  what,
  measured,
  against,
  ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
  reach,
]);
const table = [['what', 'measured', 'against', 'ratio', 'reach'], ['---', '---', '---', '---', '---'], ...cells];
process.stdout.write(`${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`);

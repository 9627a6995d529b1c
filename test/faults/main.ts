import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';
import { compare } from './compare.ts';
import { collect } from './evidence.ts';

/** `npm run faults -- [--orders N] [--every N] [--seed N] [--terminal fake-mt5|ea-native]`: the whole campaign, as a table. */
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '10000' },
    every: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    terminal: { type: 'string', default: 'fake-mt5' },
  },
});
const { terminal } = values;
if (terminal !== 'fake-mt5' && terminal !== 'ea-native')
  throw new Error(`--terminal fake-mt5|ea-native, not ${terminal}`);
const started = performance.now();
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const result = await campaign({
  orders: Number(values.orders),
  every: Number(values.every),
  seed: Number(values.seed),
  terminal,
  progress: (concluded) => {
    if (concluded % 250 === 0) process.stderr.write(`${concluded} orders concluded\n`);
  },
});
const evidence = await collect(result);
await result.stop();
const verdict = compare(evidence);
say('| fault | armed | struck |');
say('| --- | --- | --- |');
for (const [name, { armed, struck }] of [...result.faults].sort())
  say(`| ${name} | ${armed} | ${struck ?? 'not seen'} |`);
say('');
say('| what | count |');
say('| --- | --- |');
const rows = {
  'orders asked for': result.told.size + result.open.length,
  'requests sent': verdict.requests,
  done: verdict.done,
  rejected: verdict.rejected,
  'servers killed': result.serverDeaths,
  'terminals killed': result.terminalDeaths,
  duplicates: verdict.duplicates.length,
  forgotten: verdict.forgotten.length,
  unsettled: verdict.unsettled.length + result.open.length,
  'audit records': evidence.audit.length,
  'audit chain': evidence.chain.ok
    ? 'whole'
    : `${evidence.chain.file}:${evidence.chain.line} ${evidence.chain.problem}`,
};
for (const [name, count] of Object.entries(rows)) say(`| ${name} | ${count} |`);
say(`\n${Math.round((performance.now() - started) / 1_000)} s, data in ${result.dataDirectory}`);
const problems = [...verdict.duplicates, ...verdict.forgotten, ...verdict.unsettled, ...result.open];
for (const problem of problems.slice(0, 50)) say(problem);
process.exitCode = problems.length === 0 && evidence.chain.ok ? 0 : 1;

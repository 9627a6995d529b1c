// Looks for faults of the expert advisor with inputs of libFuzzer's own making:
//   node test/mql5-host/fuzz/main.ts [--seconds N] [--target decoder|dispatch]
import { parseArgs } from 'node:util';
import { BuildError } from '../toolchain.ts';
import { buildFuzzer, fuzz } from './fuzzer.ts';
import { type Target, targets } from './seeds.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1800' },
    target: { type: 'string', multiple: true, default: [...targets] },
  },
});

try {
  const seconds = Number(values.seconds);
  if (!(Number.isInteger(seconds) && seconds > 0)) throw new BuildError(`--seconds ${values.seconds}: a whole number`);
  for (const target of values.target)
    if (!targets.includes(target as Target)) throw new BuildError(`--target ${targets.join('|')}, not ${target}`);
  const program = await buildFuzzer();
  for (const target of values.target as Target[]) {
    process.stderr.write(`[${target}]\n`);
    const { code } = await fuzz(program, { target, seconds, tell: (text) => process.stderr.write(text) });
    if (code !== 0) process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

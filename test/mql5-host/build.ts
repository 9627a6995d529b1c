// The expert advisor as a native program:
//   node test/mql5-host/build.ts [--variant plain|sanitized|coverage|windows] [--main FILE.mq5 [--bare]]
//   node test/mql5-host/build.ts --syntax FILE...     only compiles and checks: errors name the .mq5/.mqh line
import { parseArgs } from 'node:util';
import { build, subsetFindings, syntaxErrors } from './compile.ts';
import { BuildError, type Variant, variants } from './toolchain.ts';
import { SourceError } from './translator/tokens.ts';

const { values, positionals } = parseArgs({
  options: {
    variant: { type: 'string', default: 'plain' },
    main: { type: 'string' },
    bare: { type: 'boolean', default: false },
    syntax: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

try {
  if (values.syntax) {
    if (positionals.length === 0) throw new BuildError('--syntax FILE...: which files?');
    for (const file of positionals) {
      const findings = subsetFindings(file);
      const said = `${await syntaxErrors(file)}${findings.map((finding) => `${finding}\n`).join('')}`;
      process.stderr.write(said);
      if (said !== '') process.exitCode = 1;
    }
  } else {
    if (!Object.hasOwn(variants, values.variant))
      throw new BuildError(`--variant ${Object.keys(variants).join('|')}, not ${values.variant}`);
    const program = await build({
      variant: values.variant as Variant,
      main: values.main,
      runner: values.bare ? 'bare' : 'terminal',
    });
    process.stdout.write(`${program}\n`);
  }
} catch (error) {
  if (!(error instanceof BuildError || error instanceof SourceError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

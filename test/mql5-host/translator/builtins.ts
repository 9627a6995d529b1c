import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The functions that the shim offers to a program, read from its headers. */
export function builtinFunctions(shim: string): Set<string> {
  const folder = join(shim, 'builtins');
  const found = new Set(['EnumToString']);
  for (const name of readdirSync(folder))
    if (name.endsWith('.hpp'))
      for (const [, title] of readFileSync(join(folder, name), 'utf8').matchAll(/\b([A-Z][A-Za-z0-9]*) ?\(/g))
        if (title) found.add(title);
  return found;
}

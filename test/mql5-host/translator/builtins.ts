import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The functions, and methods of structures, that the shim offers to a program: whatever its headers name with `(`. */
export function builtinFunctions(shim: string): Set<string> {
  const folder = join(shim, 'builtins');
  const headers = readdirSync(folder).filter((name) => name.endsWith('.hpp'));
  const found = new Set(['EnumToString']);
  for (const header of [...headers.map((name) => join(folder, name)), join(shim, 'structs.hpp')])
    for (const [, title] of readFileSync(header, 'utf8').matchAll(
      /\b(?:MQL_[A-Z_]+\()?([A-Z][A-Za-z0-9]*) ?(?:\(|(?<=MQL_[A-Z_]+\(\w+),)/g,
    ))
      if (title) found.add(title);
  return found;
}

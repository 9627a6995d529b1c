import { textOf } from './utf16.ts';

export interface Diagnostic {
  readonly kind: 'error' | 'warning';
  /** As MetaEditor names it; empty where it names none. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface CompileLog {
  readonly diagnostics: readonly Diagnostic[];
  /** Of the line `Result: …`; undefined where the log has none, so that nothing is known. */
  readonly errors: number | undefined;
}

/** `C:\…\X.mqh(12,5) : error 256: undeclared identifier`: a path may hold parentheses, and there may be none. */
const DIAGNOSTIC = /^(.*)\((\d+),(\d+)\)\s*:\s*(error|warning)\s+(\d+):\s*(.*)$/;
const RESULT = /^Result:\s*(\d+)\s+errors?\b/i;

/** Reads what MetaEditor writes: UTF-16LE with a byte order mark; older builds leave the mark out. */
export function parseCompileLog(bytes: Uint8Array): CompileLog {
  const lines = textOf(bytes).split(/\r?\n/);
  const result = lines.map((line) => RESULT.exec(line.trim())?.[1]).findLast((count) => count !== undefined);
  return {
    diagnostics: lines.flatMap(diagnosticIn),
    errors: result === undefined ? undefined : Number(result),
  };
}

function diagnosticIn(line: string): Diagnostic[] {
  const [matched, file = '', row, column, kind, number, message] = DIAGNOSTIC.exec(line) ?? [];
  if (matched === undefined) return [];
  return [
    {
      kind: kind === 'error' ? 'error' : 'warning',
      file: file.trim(),
      line: Number(row),
      column: Number(column),
      message: `${number}: ${message}`,
    },
  ];
}

export const written = ({ kind, file, line, column, message }: Diagnostic): string =>
  `${file}(${line},${column}): ${kind} ${message}`;

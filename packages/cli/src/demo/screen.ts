import { stripVTControlCharacters } from 'node:util';
import type { Out } from '../output/out.ts';

/** Narrow enough for every terminal. */
const WIDTH = 78;
const INDENT = '  ';

/** The tour's look: headings, indented lines, and colours that say whose money it is. */
export interface Screen {
  readonly style: Out['style'];
  /** Characters that an indented line can hold. */
  readonly room: number;
  /** `note`: the part of MCP that the step shows. */
  heading(title: string, note: string): Promise<void>;
  /** Lines of one step. */
  text(...lines: string[]): Promise<void>;
  /** Names with their values, as many on a line as fit. */
  facts(...facts: readonly (readonly [name: string, value: string])[]): Promise<void>;
}

export function screenOn(out: Out): Screen {
  const room = WIDTH - INDENT.length;
  const text = (...lines: string[]) => {
    const indented = lines.flatMap((line) => line.split('\n')).map((line) => `${INDENT}${line}`.trimEnd());
    return out.write(`${indented.join('\n')}\n`);
  };
  return {
    style: out.style,
    room,
    text,
    facts(...facts) {
      const parts = facts.map(([name, value]) => `${out.style('dim', name)} ${value}`);
      return text(...wrapped(parts, room));
    },
    heading(title, note) {
      const rule = '─'.repeat(Math.max(0, WIDTH - `${title} ${note} `.length));
      return out.write(`\n${out.style('bold', title)} ${out.style('dim', `${note} ${rule}`)}\n`);
    },
  };
}

const GAP = '   ';

function wrapped(parts: readonly string[], room: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = [...lines.slice(-1), part].join(GAP);
    if (lines.length === 0 || stripVTControlCharacters(longer).length > room) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

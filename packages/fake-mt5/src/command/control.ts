import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { FaultSyntaxError, parseFault } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';

/**
 * Takes faults from a stream, one JSON object a line, and answers each line with one: `{"done": "delay"}` when the fault
 * is in force, or `{"refused": "…"}`. Resolves at the end of the stream.
 */
export async function control(input: Readable, faults: Faults, answer: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    try {
      const fault = parseFault(line);
      await faults.command(fault);
      answer(JSON.stringify({ done: fault.fault }));
    } catch (error) {
      if (!(error instanceof FaultSyntaxError)) throw error;
      answer(JSON.stringify({ refused: error.message }));
    }
  }
}

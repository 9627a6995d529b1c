import { type ErrorCode, Mt5Error } from '@mt5-bridge/protocol';

/** Failures of the way to the terminal, which no other answer can be trusted after. */
const OF_THE_LINK: ReadonlySet<ErrorCode> = new Set([
  'TERMINAL_NOT_CONNECTED',
  'VERSION_MISMATCH',
  'CLOSED',
  'TIMEOUT',
  'QUEUE_FULL',
]);

/** What can be done without: undefined when the terminal does not give it. @throws Mt5Error of the link */
export async function mayFail<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Mt5Error && !OF_THE_LINK.has(error.code)) return undefined;
    throw error;
  }
}
